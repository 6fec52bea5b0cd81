/**
 * Reading the paper's network (190 MB) from a .pth and a .safetensors file, beside PyTorch and safetensors, in one run and in
 * turns.
 *
 *     python3 -m venv VENV && VENV/bin/pip install torch safetensors numpy
 *     npx jiti tools/bench/checkpoint.ts --python VENV/bin/python [--rounds 5] [--json FILE]
 *
 * Each reading is a process of its own that reads the file three times: first while the system's cache does not hold it,
 * then while it does. Prints medians of seconds for the whole call over the rounds, and how much memory the process grew by.
 * "and into a network" is what load_state_dict adds: copying into parameters. Braingen's network takes over what was read.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEngine } from '@braingen/engine';
import { createUNet, openWeights, paperConfig, parameterShapes, readWeights, writeSafetensors } from '@braingen/unet3d';
import { openFile } from '@braingen/unet3d/node';
import { createRandom } from '@braingen/volume';
import { median } from './measure.js';

interface Reading {
  readonly seconds: number[];
  /** CPU seconds, which a busy machine does not change. */
  readonly cpuSeconds: number[];
  /** With the way into a network. */
  readonly withCopy: number[];
  /** Memory that the process grew by. */
  readonly bytes: number;
}

const { values: options } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    read: { type: 'string' },
  },
});
const runs = 3;
const script = fileURLToPath(new URL('checkpoints.py', import.meta.url));
const python = (...args: string[]): string => execFileSync(options.python, [script, ...args], { encoding: 'utf8' });

/** What the process for one reading does. */
async function readAgain(path: string): Promise<Reading> {
  await startEngine({ threads: 1 });
  const [seconds, cpuSeconds, withCopy]: [number[], number[], number[]] = [[], [], []];
  const before = process.memoryUsage.rss();
  let bytes = 0;
  for (let run = 0; run < runs; run++) {
    const [start, usage] = [performance.now(), process.cpuUsage()];
    const source = await openFile(path);
    const values = await readWeights(await openWeights(source), paperConfig);
    await source.close();
    seconds.push((performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(usage);
    cpuSeconds.push((user + system) / 1e6);
    createUNet({ ...paperConfig, values }).dispose();
    withCopy.push((performance.now() - start) / 1000);
    // Later readings find what earlier ones left to the garbage collector.
    if (run === 0) bytes = process.resourceUsage().maxRSS * 1024 - before;
  }
  return { seconds, cpuSeconds, withCopy, bytes };
}

function own(path: string): Reading {
  python('forget', path);
  const args = ['jiti', fileURLToPath(import.meta.url), '--read', path];
  return JSON.parse(execFileSync('npx', args, { encoding: 'utf8' })) as Reading;
}

function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), 'braingen-bench-'));
  try {
    const [safetensors, pth] = ['weights.safetensors', 'weights.pth'].map((name) => join(folder, name));
    const random = createRandom('bench');
    const tensors = [...parameterShapes(paperConfig)].map(([key, shape]) => {
      const torch = shape.length < 2 ? shape : [...shape.slice(-2).reverse(), ...shape.slice(0, -2)];
      return [
        key,
        { shape: torch, data: Float32Array.from({ length: torch.reduce((a, b) => a * b) }, random.uniform) },
      ] as const;
    });
    writeFileSync(safetensors, writeSafetensors(tensors));
    python('save', safetensors, pth);
    const ways: Record<string, () => Reading> = {
      'Braingen, .pth': () => own(pth),
      'torch.load, .pth': () => JSON.parse(python('torch', pth, String(runs))) as Reading,
      'Braingen, .safetensors': () => own(safetensors),
      'safetensors load_file': () => JSON.parse(python('safetensors', safetensors, String(runs))) as Reading,
    };
    const readings = Object.fromEntries(Object.keys(ways).map((name): [string, Reading[]] => [name, []]));
    for (let round = 0; round < Number(options.rounds); round++)
      for (const [name, read] of Object.entries(ways)) readings[name].push(read());
    report(readings, statSync(pth).size);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(readings: Record<string, Reading[]>, fileBytes: number): void {
  const table = Object.entries(readings).map(([name, list]) => {
    const of = (pick: (reading: Reading) => number[]): number => Number(median(list.flatMap(pick)).toFixed(3));
    return {
      name,
      'first (s)': of(({ seconds }) => seconds.slice(0, 1)),
      'again (s)': of(({ seconds }) => seconds.slice(1)),
      'again (CPU s)': of(({ cpuSeconds }) => cpuSeconds.slice(1)),
      'again, and into a network (s)': of(({ withCopy }) => withCopy.slice(1)),
      'memory / file': Number((median(list.map(({ bytes }) => bytes)) / fileBytes).toFixed(2)),
    };
  });
  console.table(table);
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ fileBytes, table, readings }, undefined, 2)}\n`);
}

if (options.read) console.log(JSON.stringify(await readAgain(options.read)));
else compare();
