/**
 * The embedded engine beside PyTorch, and onnxruntime-node if it is given, in one run and in turns: convolutions,
 * training step, sampling step.
 *
 *     npm run build
 *     python3 -m venv VENV && VENV/bin/pip install torch onnx onnxscript
 *     npx jiti tools/bench/engine.ts --python VENV/bin/python [--threads 2] [--rounds 3] [--engine native] [NAME...]
 *         [--batch 2] [--precision float32,bfloat16]
 *
 *     npm install --ignore-scripts --prefix FOLDER onnxruntime-node
 *     npx jiti tools/bench/engine.ts --python VENV/bin/python --onnxruntime FOLDER
 *
 * --batch: volumes of the training and the sampling step. --precision: PyTorch's in them, each an opponent of its own.
 * Prints a table of CPU seconds (what a busy machine does not change) and wall seconds, medians over the rounds,
 * and the ratios; --json FILE writes all figures.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Adam, gradients, meanSquaredError, startEngine, tf } from '@braingen/engine';
import { conv3d, conv3dFilterGradient, conv3dInputGradient, loadKernels, type Triple } from '@braingen/kernels';
import { createUNet } from '@braingen/unet3d';
import { createRandom, normals } from '@braingen/volume';
import { measure, median } from './measure.js';

interface Figures {
  readonly name: string;
  readonly engine: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string', default: 'python3' },
    onnxruntime: { type: 'string' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    engine: { type: 'string', default: 'native' },
    batch: { type: 'string', default: '1' },
    precision: { type: 'string', default: 'float32' },
    json: { type: 'string' },
  },
});
const threads = Number(options.threads);
const batch = Number(options.batch);
const runtime = options.engine === 'wasm' ? 'wasm' : 'native';
const names = positionals.length > 0 ? positionals : ['conv3d', 'train-step', 'sample-step'];
const runs = 5;

const noise = (count: number): Float32Array => normals(createRandom('bench'), count);

async function convolutions(): Promise<Figures[]> {
  const kernels = await loadKernels({ runtime, threads });
  const engine = `${kernels.runtime} ${kernels.simd}`;
  const figures: Figures[] = [];
  const take = async (name: string, run: () => void): Promise<void> => {
    figures.push({ name, engine, ...(await measure(run, runs)) });
  };
  const sizes: [number, Triple][] = [
    [128, [21, 32, 21]],
    [128, [42, 64, 42]],
    [32, [32, 48, 32]],
    [64, [8, 12, 8]],
  ];
  for (const [channels, shape] of sizes) {
    const one: Triple = [1, 1, 1];
    const sides = { inChannels: channels, outChannels: channels, input: shape, output: shape };
    const g = { batch: 1, filter: [3, 3, 3] as const, strides: one, before: one, ...sides };
    const arrays = [channels * shape[0] * shape[1] * shape[2], 27 * channels ** 2].flatMap((count) => {
      const values = noise(count);
      return [0, 1].map(() => {
        const array = kernels.allocate(count);
        array.set(values);
        return array;
      });
    });
    const [x, y, filter, gradient] = arrays;
    const name = `conv3d ${channels} ${shape.join('x')}`;
    await take(`${name} forward`, () => conv3d(kernels, g, x, filter, null, y));
    await take(`${name} inputGradient`, () => conv3dInputGradient(kernels, g, x, filter, y));
    await take(`${name} filterGradient`, () => conv3dFilterGradient(kernels, g, x, y, gradient));
    arrays.forEach((array) => kernels.release(array));
  }
  return figures;
}

async function steps(): Promise<Figures[]> {
  const { name: engine } = await startEngine({ name: runtime, threads });
  const attentionLevels = [false, false, true];
  const unet = createUNet({ channels: [32, 32, 64], numResBlocks: 2, attentionLevels, numHeadChannels: 64, seed: 0 });
  const shape: [number, number, number, number, number] = [batch, 32, 48, 32, 1];
  const [x, target] = [0, 1].map(() => tf.tensor5d(noise(batch * 32 * 48 * 32), shape));
  const t = tf.tensor1d(Array.from({ length: batch }, () => 500));
  const adam = new Adam({ learningRate: 1e-4 });
  const figures: Figures[] = [];
  if (names.includes('train-step')) {
    const step = (): void => {
      const found = gradients(() => meanSquaredError(unet.predict(x, t), target), unet.parameters);
      adam.apply(unet.parameters, found.gradients);
      tf.dispose([found.loss, ...found.gradients.values()]);
    };
    figures.push({ name: 'train-step', engine, ...(await measure(step, runs)) });
  }
  if (names.includes('sample-step')) {
    const step = (): void => tf.tidy(() => void unet.predict(x, t).dataSync());
    figures.push({ name: 'sample-step', engine, ...(await measure(step, runs)) });
  }
  adam.dispose();
  tf.dispose([x, target, t, ...unet.parameters.values()]);
  return figures;
}

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What an opponent prints: a line of JSON for each name. */
function opponent(command: string, args: readonly string[]): Figures[] {
  // Threads that wait without spinning: their CPU time is work.
  const env = { ...process.env, OMP_WAIT_POLICY: 'passive' };
  const output = execFileSync(command, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = output.trim().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Figures);
}

const settings = [`--threads=${threads}`, `--runs=${String(runs)}`, `--batch=${batch}`];
const opponents = options.precision.split(',').map((precision) => () => {
  const figures = opponent(options.python, [beside('pytorch.py'), ...settings, `--precision=${precision}`, ...names]);
  return figures.map((each) => ({ ...each, engine: `${each.engine} ${precision}` }));
});
if (options.onnxruntime) {
  const { onnxruntime } = options;
  const models = mkdtempSync(join(tmpdir(), 'braingen-onnx-'));
  process.on('exit', () => rmSync(models, { recursive: true, force: true }));
  opponent(options.python, [beside('onnx_models.py'), models]);
  opponents.push(() =>
    opponent(process.execPath, [beside('onnx.js'), onnxruntime, models, String(threads), String(runs), ...names]),
  );
}

const ours: Figures[] = [];
const theirs: Figures[][] = opponents.map(() => []);
for (let round = 0; round < Number(options.rounds); round++) {
  if (names.includes('conv3d')) ours.push(...(await convolutions()));
  if (names.some((name) => name.endsWith('step'))) ours.push(...(await steps()));
  opponents.forEach((measureThem, index) => theirs[index].push(...measureThem()));
}

const peak = (figures: Figures[]): string =>
  `${(Math.max(...figures.map(({ peakBytes }) => peakBytes)) / 2 ** 20).toFixed(0)} MB`;
const of = (figures: Figures[], name: string, key: 'seconds' | 'cpuSeconds'): number =>
  median(figures.filter((each) => each.name === name).map((each) => each[key]));

for (const figures of theirs) {
  console.log(`${ours[0].engine} against ${figures[0].engine}, ${threads} threads`);
  for (const name of new Set(figures.map((each) => each.name))) {
    const columns = (['cpuSeconds', 'seconds'] as const).map((key) => {
      const [a, b] = [of(ours, name, key), of(figures, name, key)];
      return `${a.toFixed(4)} : ${b.toFixed(4)} = ${(b / a).toFixed(2)} x`;
    });
    console.log(`${name.padEnd(36)} cpu ${columns[0]}   wall ${columns[1]}`);
  }
  console.log(`peak memory ${peak(ours)} : ${peak(figures)}`);
}
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ours, theirs }, null, 1)}\n`);
