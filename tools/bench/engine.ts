/**
 * The embedded engine beside PyTorch, in one run and in turns: convolutions, training step, sampling step.
 *
 *     npm run build
 *     python3 -m venv VENV && VENV/bin/pip install torch
 *     npx jiti tools/bench/engine.ts --python VENV/bin/python [--threads 2] [--rounds 3] [--engine native] [NAME...]
 *
 * Prints a table of processor seconds (what a busy machine does not change) and wall seconds, medians over the rounds,
 * and the ratio; --json FILE writes both sides' figures.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Adam, gradients, meanSquaredError, startEngine, tf } from '@braingen/engine';
import { conv3d, conv3dFilterGradient, conv3dInputGradient, loadKernels, type Triple } from '@braingen/kernels';
import { createUNet } from '@braingen/unet3d';
import { createRandom } from '@braingen/volume';

interface Figures {
  readonly name: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly engine: string;
  readonly peakBytes: number;
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string', default: 'python3' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    engine: { type: 'string', default: 'native' },
    json: { type: 'string' },
  },
});
const threads = Number(options.threads);
const runtime = options.engine === 'wasm' ? 'wasm' : 'native';
const names = positionals.length > 0 ? positionals : ['conv3d', 'train-step', 'sample-step'];
const runs = 5;

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1];

async function measure(name: string, engine: string, run: () => void): Promise<Figures> {
  run();
  const seconds: number[] = [];
  const cpu: number[] = [];
  for (let i = 0; i < runs; i++) {
    const usage = process.cpuUsage();
    const began = performance.now();
    run();
    seconds.push((performance.now() - began) / 1000);
    const { user, system } = process.cpuUsage(usage);
    cpu.push((user + system) / 1e6);
    await new Promise((resolve) => setTimeout(resolve));
  }
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return { name, seconds: median(seconds), cpuSeconds: median(cpu), engine, peakBytes };
}

function normals(count: number): Float32Array {
  const random = createRandom('bench');
  return Float32Array.from({ length: count }, () => random.normal());
}

async function convolutions(): Promise<Figures[]> {
  const kernels = await loadKernels({ runtime, threads });
  const figures: Figures[] = [];
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
      const values = normals(count);
      return [0, 1].map(() => {
        const array = kernels.allocate(count);
        array.set(values);
        return array;
      });
    });
    const [x, y, filter, gradient] = arrays;
    const name = `conv3d ${channels} ${shape.join('x')}`;
    const engine = `${kernels.runtime} ${kernels.simd}`;
    figures.push(await measure(`${name} forward`, engine, () => conv3d(kernels, g, x, filter, null, y)));
    figures.push(await measure(`${name} inputGradient`, engine, () => conv3dInputGradient(kernels, g, x, filter, y)));
    figures.push(
      await measure(`${name} filterGradient`, engine, () => conv3dFilterGradient(kernels, g, x, y, gradient)),
    );
    arrays.forEach((array) => kernels.release(array));
  }
  return figures;
}

async function steps(): Promise<Figures[]> {
  const { name: engine } = await startEngine({ name: runtime, threads });
  const attentionLevels = [false, false, true];
  const unet = createUNet({ channels: [32, 32, 64], numResBlocks: 2, attentionLevels, numHeadChannels: 64, seed: 0 });
  const shape: [number, number, number, number, number] = [1, 32, 48, 32, 1];
  const [x, target] = [0, 1].map(() => tf.tensor5d(normals(32 * 48 * 32), shape));
  const t = tf.tensor1d([500]);
  const adam = new Adam({ learningRate: 1e-4 });
  const figures: Figures[] = [];
  if (names.includes('train-step')) {
    const step = (): void => {
      const found = gradients(() => meanSquaredError(unet.predict(x, t), target), unet.parameters);
      adam.apply(unet.parameters, found.gradients);
      tf.dispose([found.loss, ...found.gradients.values()]);
    };
    figures.push(await measure('train-step', engine, step));
  }
  if (names.includes('sample-step')) {
    figures.push(await measure('sample-step', engine, () => tf.tidy(() => void unet.predict(x, t).dataSync())));
  }
  adam.dispose();
  tf.dispose([x, target, t, ...unet.parameters.values()]);
  return figures;
}

function opponent(): Figures[] {
  const script = new URL('./pytorch.py', import.meta.url).pathname;
  const args = [script, '--threads', String(threads), '--runs', String(runs), ...names];
  // Threads that wait without spinning: their processor time is work.
  const env = { ...process.env, OMP_WAIT_POLICY: 'passive' };
  const output = execFileSync(options.python, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Figures);
}

const ours: Figures[] = [];
const theirs: Figures[] = [];
for (let round = 0; round < Number(options.rounds); round++) {
  if (names.includes('conv3d')) ours.push(...(await convolutions()));
  if (names.some((name) => name.endsWith('step'))) ours.push(...(await steps()));
  theirs.push(...opponent());
}

const summary = [...new Set(ours.map(({ name }) => name))].map((name) => {
  const of = (figures: Figures[], key: 'seconds' | 'cpuSeconds'): number =>
    median(figures.filter((each) => each.name === name).map((each) => each[key]));
  const [a, b] = [of(ours, 'cpuSeconds'), of(theirs, 'cpuSeconds')];
  const wall = [of(ours, 'seconds'), of(theirs, 'seconds')];
  return { name, cpuSeconds: a, opponentCpuSeconds: b, ratio: b / a, seconds: wall[0], opponentSeconds: wall[1] };
});
console.log(`${ours[0].engine} against ${theirs[0].engine}, ${threads} threads`);
for (const each of summary) {
  const [a, b, c, d] = [each.cpuSeconds, each.opponentCpuSeconds, each.seconds, each.opponentSeconds].map((s) =>
    s.toFixed(4),
  );
  console.log(`${each.name.padEnd(36)} cpu ${a} : ${b} = ${each.ratio.toFixed(2)} x   wall ${c} : ${d}`);
}
const peak = (figures: Figures[]): string =>
  `${(Math.max(...figures.map(({ peakBytes }) => peakBytes)) / 2 ** 20).toFixed(0)} MB`;
console.log(`peak memory ${peak(ours)} : ${peak(theirs)}`);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ours, theirs, summary }, null, 1)}\n`);
