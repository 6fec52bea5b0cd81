/**
 * Corrects the phantoms that phantoms.py made in FOLDER and prints our figures as JSON.
 *
 *     npx jiti tools/parity/bias-field/ours.ts FOLDER COUNT [ITERATIONS]   (after npx nx run @braingen/bias-field:build)
 */
import { n4 } from '@braingen/bias-field';
import { loadKernels } from '@braingen/kernels';
import type { Volume } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';

const [folder, count, iterations] = process.argv.slice(2);
const levels = iterations?.split('x').map(Number);
const kernels = await loadKernels({ threads: 2 });

function deviationOf(values: number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

/** Values where the selection has `wanted`. */
function pick(volume: Volume, selection: Volume, wanted: number): number[] {
  const values: number[] = [];
  volume.voxels.forEach((value, i) => {
    if (selection.voxels[i] === wanted) values.push(value);
  });
  return values;
}

const heads: object[] = [];
for (let i = 0; i < Number(count); i++) {
  const [image, mask, truth, tissue] = await Promise.all(
    ['image', 'mask', 'field', 'tissue'].map((name) => readVolume(`${folder}/${name}-${i}.nii`)),
  );
  const runs: number[] = [];
  for (let run = 0; run < 3; run++) {
    const start = process.cpuUsage();
    await n4(image, { mask, kernels, iterations: levels });
    const { user, system } = process.cpuUsage(start);
    runs.push((user + system) / 1e6);
  }
  const { field, volume } = await n4(image, { mask, kernels, iterations: levels });
  const found = pick(field, mask, 1).map(Math.log);
  const expected = pick(truth, mask, 1);
  const [a, b] = [deviationOf(found), deviationOf(expected)];
  const difference = deviationOf(found.map((value, k) => value - expected[k])).deviation;
  const [white, grey] = [2, 1].map((wanted) => deviationOf(pick(volume, tissue, wanted)));
  heads.push({
    correlation: (a.deviation ** 2 + b.deviation ** 2 - difference ** 2) / (2 * a.deviation * b.deviation),
    residualDeviation: difference,
    cjv: (white.deviation + grey.deviation) / Math.abs(white.mean - grey.mean),
    cpuSeconds: runs.sort((p, q) => p - q)[1],
  });
}
console.log(
  JSON.stringify(
    { tool: `@braingen/bias-field n4, ${iterations ?? 'defaults'}, ${kernels.runtime} ${kernels.simd}`, heads },
    null,
    2,
  ),
);
