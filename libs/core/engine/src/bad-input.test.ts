import { KernelFailure, loadKernels, mostElements } from '@braingen/kernels';
import { beforeAll, describe, expect, it } from 'vitest';
import { enginesUnderTest } from './contract/engines.ts';
import {
  Adam,
  addChannels,
  addResidual,
  attention,
  averagePool,
  concatChannels,
  conv3d,
  groupNorm,
  linear,
  meanSquaredError,
  startEngine,
  tf,
  updateMovingAverage,
  upsampleNearest,
  type Conv3dOptions,
} from './index.ts';

const five = (...shape: [number, number, number, number, number]): tf.Tensor5D => tf.zeros(shape);
const three = (...shape: [number, number, number]): tf.Tensor3D => tf.zeros(shape);
const two = (...shape: [number, number]): tf.Tensor2D => tf.zeros(shape);
const one = (size: number): tf.Tensor1D => tf.zeros([size]);
const convolve = (x: tf.Tensor5D, filter: tf.Tensor5D, bias?: tf.Tensor1D, options?: Conv3dOptions): tf.Tensor =>
  conv3d(x, filter, bias, options);

/** Invalid input and its error. */
const cases: [() => unknown, string][] = [
  [
    () => convolve(five(1, 4, 4, 4, 3), five(3, 3, 3, 2, 8)),
    'conv3d: expected a filter of 3 input channels as x has, found 2',
  ],
  [
    () => convolve(three(4, 4, 4) as tf.Tensor as tf.Tensor5D, five(3, 3, 3, 2, 8)),
    'conv3d: expected x as [n, d, h, w, c], found [4, 4, 4]',
  ],
  [() => convolve(five(1, 4, 4, 4, 3), five(3, 3, 3, 3, 8), one(7)), 'conv3d: expected a bias of 8 values, found [7]'],
  [
    () => convolve(five(1, 2, 4, 4, 3), five(3, 3, 3, 3, 8), undefined, { pad: 'valid' }),
    'conv3d: expected an input no smaller than the filter 3x3x3, found 2x4x4 padded by 0, 0, 0',
  ],
  [
    () => convolve(five(1, 4, 4, 4, 3), five(3, 3, 3, 3, 8), undefined, { strides: 0 }),
    'conv3d: expected strides of at least 1, found [0, 0, 0]',
  ],
  [
    () => groupNorm(five(1, 2, 2, 2, 6), one(6), one(6), { groups: 4 }),
    'groupNorm: expected a number of groups that divides 6 channels, found 4',
  ],
  [
    () => groupNorm(five(1, 2, 2, 2, 6), one(6), one(5), { groups: 2 }),
    'groupNorm: expected offset of 6 values, found [5]',
  ],
  [
    () => attention(three(1, 5, 6), three(1, 5, 6), three(1, 5, 6), { heads: 4 }),
    'attention: expected a number of heads that divides 6 channels, found 4',
  ],
  [
    () => attention(three(1, 5, 6), three(1, 7, 6), three(1, 7, 4)),
    "attention: expected q [n, tokens, c] and k, v [n, tokens', c], found [1, 5, 6], [1, 7, 6], [1, 7, 4]",
  ],
  [() => linear(three(1, 5, 6), two(5, 3)), 'linear: expected weights [6, out], found [5, 3]'],
  [() => linear(three(1, 5, 6), two(6, 3), one(2)), 'linear: expected a bias of 3 values, found [2]'],
  [() => addChannels(five(2, 2, 2, 2, 3), two(1, 3)), 'addChannels: expected values [2, 3], found [1, 3]'],
  [
    () => addResidual(five(1, 2, 2, 2, 3), five(1, 2, 2, 2, 1)),
    'addResidual: expected a branch [1, 2, 2, 2, 3], found [1, 2, 2, 2, 1]',
  ],
  [
    () => concatChannels([five(1, 2, 2, 2, 3), five(1, 2, 3, 2, 3)]),
    'concatChannels: expected tensors of one batch and grid [1, 2, 2, 2], found [1, 2, 3, 2]',
  ],
  [
    () => averagePool(five(1, 2, 3, 2, 3)),
    'averagePool: expected [n, d, h, w, c] with even d, h, w, found [1, 2, 3, 2, 3]',
  ],
  [
    () => upsampleNearest(three(2, 3, 2) as tf.Tensor as tf.Tensor5D),
    'upsampleNearest: expected [n, d, h, w, c], found [2, 3, 2]',
  ],
  [() => meanSquaredError(two(2, 3), two(3, 2)), 'meanSquaredError: expected a target [2, 3], found [3, 2]'],
  [() => updateMovingAverage(tf.variable(one(3)), one(4), 0.9), 'updateMovingAverage: expected a value [3], found [4]'],
  [
    () => new Adam({ learningRate: 1 }).apply(new Map([['w', tf.variable(one(3))]]), new Map([['w', one(2)]])),
    'Adam: expected a gradient of [3] for w, found one of [2]',
  ],
];

describe.each(await enginesUnderTest())('on %s', (name) => {
  beforeAll(async () => {
    await startEngine({ name, threads: 2 });
  });

  it.each(cases)('rejects invalid input, naming the operation: %#', (run, message) => {
    expect(() => tf.tidy(() => void run())).toThrow(message);
  });

  it.runIf(name === 'native' || name === 'wasm')('refuses more elements than kernels count', () => {
    tf.tidy(() => {
      const [column, row] = [two(50_000, 1), two(1, 50_000)];
      expect(() => tf.matMul(column, row)).toThrow(
        `BatchMatMul: expected a tensor of at most ${mostElements} elements, found [50000, 50000], that is 2500000000`,
      );
      // The engine goes on.
      expect(tf.matMul(row, column).dataSync()[0]).toBe(0);
    });
  });

  it.runIf(name === 'wasm')('says which operation found no memory, and how much it wanted', () => {
    tf.tidy(() => {
      const [column, row] = [two(40_000, 1), two(1, 40_000)];
      expect(() => tf.matMul(column, row)).toThrow(
        /^BatchMatMul: out of memory: expected 6104 MB for a tensor, found \d+ MB in use and no more available/,
      );
      expect(tf.matMul(row, column).dataSync()[0]).toBe(0);
    });
  });

  it.runIf(name === 'wasm')('says which operation found no memory for what it needs in between', async () => {
    const kernels = await loadKernels({ runtime: 'wasm', threads: 2 });
    const [x, filter] = [five(1, 4, 4, 4, 512), five(3, 3, 3, 512, 512)];
    const held: Float32Array[] = [];
    const fill = (): void => {
      for (;;) held.push(kernels.allocate(2 ** 24));
    };
    expect(fill).toThrow('out of memory');
    const failing = (): tf.Tensor => convolve(x, filter);
    expect(failing).toThrow(KernelFailure);
    expect(failing).toThrow(/^Conv3D: winograd: out of memory: expected \d+ MB of scratch, found no more available$/);
    for (const array of held) kernels.release(array);
    tf.dispose([x, filter]);
  });
});
