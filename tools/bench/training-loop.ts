/**
 * What the loop, the log, the trackers, the moving average, checkpoints and reading ahead cost over the bare step, and whether
 * memory stays flat: a training into a run folder, a U-Net [32, 32, 64] at 32 x 48 x 32 by default, whose steps take turns with
 * bare ones (forward, backward, Adam on a batch made beforehand) in blocks of ten. CPU seconds of the whole process count, so
 * that a busy machine matters little.
 *
 *     node tools/run-from-sources.js tools/bench/training-loop.ts [--steps 300] [--every 100]
 *         [--channels 32,32,64] [--shape 32x48x32] [--threads 2] [--json FILE]
 *
 * --every is the number of steps between checkpoints. Ends with status 1 where the loop takes more than 3 % over the bare step, or
 * resident memory or the JavaScript heap grow by more than 2 % between the second and the last third of the steps: in the first the
 * program is still being compiled.
 */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Adam, gradients, meanSquaredError, startEngine, tf } from '@braingen/engine';
import { train } from '@braingen/pipeline/node';
import { createUNet } from '@braingen/unet3d';
import { createRandom, identityAffine, normals, Volume } from '@braingen/volume';
import { median } from './measure.js';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '300' },
    threads: { type: 'string', default: '2' },
    every: { type: 'string', default: '100' },
    channels: { type: 'string', default: '32,32,64' },
    shape: { type: 'string', default: '32x48x32' },
    json: { type: 'string' },
  },
});
const shape = options.shape.split('x').map(Number) as [number, number, number];
const channels = options.channels.split(',').map(Number);
const voxels = shape.reduce((product, side) => product * side, 1);
const network = {
  channels,
  numResBlocks: 2,
  attentionLevels: channels.map((_, level) => level === channels.length - 1),
  numHeadChannels: channels.at(-1)!,
  normNumGroups: Math.min(32, channels[0]),
};
const block = 10;
const [mostOverhead, mostGrowth] = [0.03, 0.02];

await startEngine({ threads: Number(options.threads) });
const bare = createUNet({ ...network, seed: 1 });
const adam = new Adam({ learningRate: 1e-4 });
const [x, target] = ['x', 'target'].map((name) => tf.tensor5d(normals(createRandom(name), voxels), [1, ...shape, 1]));
const time = tf.tensor1d([500]);

function bareStep(): void {
  const found = gradients(() => meanSquaredError(bare.predict(x, time), target), bare.parameters);
  adam.apply(bare.parameters, found.gradients);
  found.loss.dataSync();
  tf.dispose([found.loss, ...found.gradients.values()]);
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** CPU seconds of a step, a block each, and megabytes after it. */
const seen = { loop: [] as number[], bare: [] as number[], resident: [] as number[], heap: [] as number[] };
let before = 0;

function afterStep(step: number): void {
  if (step % block !== 0) return;
  const loop = (cpuSeconds() - before) / block;
  const began = cpuSeconds();
  for (let i = 0; i < block; i++) bareStep();
  const alone = (cpuSeconds() - began) / block;
  // The first block compiles.
  if (step > block) {
    seen.loop.push(loop);
    seen.bare.push(alone);
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    seen.resident.push(rss / 2 ** 20);
    seen.heap.push(heapUsed / 2 ** 20);
  }
  before = cpuSeconds();
}

const root = await mkdtemp(join(tmpdir(), 'braingen-loop-'));
try {
  const volumes = Array.from({ length: 8 }, (_, i) => {
    const random = createRandom(`volume ${i}`);
    const data = Float32Array.from({ length: voxels }, () => random.uniform());
    return { name: `sub-${i}`, volume: new Volume(data, { shape, affine: identityAffine }) };
  });
  const config = {
    data: { shape, validation: 0 },
    model: network,
    training: { steps: Number(options.steps), checkpointEvery: Number(options.every) },
  };
  before = cpuSeconds();
  await train(volumes, join(root, 'run'), {
    config,
    memoryCheck: false,
    startEngine: false,
    onReport: ({ step, loss }) => loss !== undefined && afterStep(step),
  });
} finally {
  await rm(root, { recursive: true, force: true });
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
/** Checkpoints fall into few blocks: means, not medians. */
const overhead = mean(seen.loop) / mean(seen.bare) - 1;
const third = Math.floor(seen.resident.length / 3);
const growth = (numbers: readonly number[]): number =>
  median(numbers.slice(-third)) / median(numbers.slice(third, 2 * third)) - 1;
const figures = {
  steps: Number(options.steps),
  threads: Number(options.threads),
  checkpointEvery: Number(options.every),
  cpuSecondsOfLoop: mean(seen.loop),
  cpuSecondsOfBareStep: mean(seen.bare),
  overhead,
  residentMB: [median(seen.resident.slice(third, 2 * third)), median(seen.resident.slice(-third))],
  residentGrowth: growth(seen.resident),
  heapMB: [median(seen.heap.slice(third, 2 * third)), median(seen.heap.slice(-third))],
  heapGrowth: growth(seen.heap),
};
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const megabytes = ([first, last]: number[]): string => `${first.toFixed(1)} to ${last.toFixed(1)} MB`;
console.log(
  `${figures.steps} steps: ${figures.cpuSecondsOfLoop.toFixed(3)} CPU s a step, bare ${figures.cpuSecondsOfBareStep.toFixed(3)}: ${percent(overhead)} over it`,
);
console.log(
  `resident ${megabytes(figures.residentMB)} (${percent(figures.residentGrowth)}), JavaScript heap ${megabytes(figures.heapMB)} (${percent(figures.heapGrowth)})`,
);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...figures, seen }, undefined, 1)}\n`);
process.exitCode = overhead > mostOverhead || Math.max(figures.residentGrowth, figures.heapGrowth) > mostGrowth ? 1 : 0;
