/**
 * What a voxel costs at three sizes, channels equal: convolutions of 128 channels (forward and both gradients) and the
 * training step of a U-Net [32, 32, 64]. An engine whose cost grows with the voxels and with nothing else shows equal figures.
 *
 *     npm run build
 *     npx jiti tools/bench/scaling.ts [--threads 2] [--engine native] [--runs 5]
 *
 * Sizes take turns within a round, so that a busy machine slows all of them.
 */
import { parseArgs } from 'node:util';
import { Adam, gradients, meanSquaredError, startEngine, tf } from '@braingen/engine';
import { conv3d, conv3dFilterGradient, conv3dInputGradient, loadKernels, type Triple } from '@braingen/kernels';
import { createUNet } from '@braingen/unet3d';
import { createRandom } from '@braingen/volume';
import { measure, median } from './measure.js';

const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: '2' },
    engine: { type: 'string', default: 'native' },
    runs: { type: 'string', default: '5' },
  },
});
const threads = Number(options.threads);
const runtime = options.engine === 'wasm' ? 'wasm' : 'native';
const voxelsOf = ([d, h, w]: Triple): number => d * h * w;

function normals(count: number): Float32Array {
  const random = createRandom('bench');
  return Float32Array.from({ length: count }, () => random.normal());
}

/** CPU nanoseconds a voxel at each size, and how far the largest of them is above the smallest. */
async function compare(name: string, sizes: readonly Triple[], runs: (size: Triple) => () => void): Promise<void> {
  const steps = sizes.map(runs);
  const seconds: number[][] = sizes.map(() => []);
  for (let round = 0; round < Number(options.runs); round++) {
    for (const [index, step] of steps.entries()) seconds[index].push((await measure(step, 1)).cpuSeconds);
  }
  const each = sizes.map((size, index) => (median(seconds[index]) / voxelsOf(size)) * 1e9);
  const spread = (Math.max(...each) / Math.min(...each) - 1) * 100;
  const columns = sizes.map((size, index) => `${size.join('x')} ${each[index].toFixed(0)} ns`);
  console.log(`${name.padEnd(24)} ${columns.join('   ')}   spread ${spread.toFixed(1)} %`);
}

const kernels = await loadKernels({ runtime, threads });
const channels = 128;
await compare(
  'conv3d 128',
  [
    [21, 32, 21],
    [42, 64, 42],
    [63, 96, 63],
  ],
  (size) => {
    const one: Triple = [1, 1, 1];
    const sides = { inChannels: channels, outChannels: channels, input: size, output: size };
    const geometry = { batch: 1, filter: [3, 3, 3] as const, strides: one, before: one, ...sides };
    const [x, y, dx] = [1, 2, 3].map(() => kernels.allocate(channels * voxelsOf(size)));
    const [filter, gradient] = [1, 2].map(() => kernels.allocate(27 * channels ** 2));
    x.set(normals(x.length));
    filter.set(normals(filter.length));
    return () => {
      conv3d(kernels, geometry, x, filter, null, y);
      conv3dInputGradient(kernels, geometry, y, filter, dx);
      conv3dFilterGradient(kernels, geometry, x, y, gradient);
    };
  },
);

await startEngine({ name: runtime, threads });
const attentionLevels = [false, false, true];
const unet = createUNet({ channels: [32, 32, 64], numResBlocks: 2, attentionLevels, numHeadChannels: 64, seed: 0 });
const adam = new Adam({ learningRate: 1e-4 });
await compare(
  'train-step [32, 32, 64]',
  [
    [32, 48, 32],
    [48, 64, 48],
    [64, 96, 64],
  ],
  (size) => {
    const [x, target] = [0, 1].map(() => tf.tensor5d(normals(voxelsOf(size)), [1, ...size, 1]));
    const t = tf.tensor1d([500]);
    return () => {
      const found = gradients(() => meanSquaredError(unet.predict(x, t), target), unet.parameters);
      adam.apply(unet.parameters, found.gradients);
      tf.dispose([found.loss, ...found.gradients.values()]);
    };
  },
);
