// Reading a 256^3 int16 file beside nibabel, each time in a process of its own, turn by turn. Needs a build, and Python with nibabel:
//   node tools/bench/nifti/compare.js [PYTHON] [RUNS]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const python = process.argv[2] ?? 'python3';
const runs = Number(process.argv[3] ?? 7);
const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'braingen-bench-'));
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const run = (program, ...args) => {
  const start = performance.now();
  const result = JSON.parse(execFileSync(program, args, { encoding: 'utf8' }));
  return { ...result, process: (performance.now() - start) / 1000 };
};

try {
  execFileSync(python, [join(here, 'read_nibabel.py'), 'make', '256', join(folder, 'head')]);
  for (const name of ['head.nii', 'head.nii.gz']) {
    const path = join(folder, name);
    const programs = {
      braingen: (...extra) => run(process.execPath, join(here, 'read-braingen.js'), path, ...extra),
      nibabel: (...extra) => run(python, join(here, 'read_nibabel.py'), path, ...extra),
    };
    // The first round fills the page cache, and shows that both read the same.
    const sums = Object.values(programs).map((measure) => measure('sum').sum);
    if (sums[0] !== sums[1]) throw new Error(`${name}: the sums of the voxels differ: ${sums.join(' and ')}`);
    const results = { braingen: [], nibabel: [] };
    for (let i = 0; i < runs; i++) {
      for (const [program, measure] of Object.entries(programs)) results[program].push(measure());
    }
    for (const [program, list] of Object.entries(results)) {
      const of = (key) => median(list.map((result) => result[key]));
      const ratio = of('peakBytes') / (4 * 256 ** 3);
      console.log(
        `${name.padEnd(12)} ${program.padEnd(9)} read ${of('seconds').toFixed(3)} s, whole process ${of('process').toFixed(3)} s, ` +
          `peak ${(of('peakBytes') / 2 ** 20).toFixed(0)} MiB (${ratio.toFixed(2)} x float32)`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
