import {
  addChannels,
  attention,
  concatChannels,
  conv3d,
  groupNorm,
  linear,
  meanSquaredError,
  silu,
  tf,
  upsampleNearest,
  type Conv3dOptions,
} from '../index.ts';

/** An operation on inputs of given shapes; its gradients are taken with respect to every input. */
export interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor;
}

type Shape = readonly number[];

function convolution(x: Shape, filter: Shape, options: Conv3dOptions = {}): Case {
  return {
    name: `conv3d [${x.join(', ')}] * [${filter.join(', ')}] ${JSON.stringify(options)}`,
    shapes: [x, filter, [filter[4]]],
    run: (a, b, c) => conv3d(a as tf.Tensor5D, b as tf.Tensor5D, c as tf.Tensor1D, options),
  };
}

function norm(x: Shape, groups: number, withSilu: boolean): Case {
  const channels = x[x.length - 1];
  return {
    name: `groupNorm${withSilu ? ' and SiLU' : ''} [${x.join(', ')}] in ${groups} groups`,
    shapes: [x, [channels], [channels]],
    run: (a, b, c) => groupNorm(a, b as tf.Tensor1D, c as tf.Tensor1D, { groups, silu: withSilu }),
  };
}

function attending(batch: number, tokens: number, others: number, channels: number, heads: number): Case {
  return {
    name: `attention ${batch} x ${tokens} x ${others} x ${channels}, ${heads} heads`,
    shapes: [
      [batch, tokens, channels],
      [batch, others, channels],
      [batch, others, channels],
    ],
    run: (q, k, v) => attention(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, { heads }),
  };
}

function plain(name: string, shapes: readonly Shape[], run: Case['run']): Case {
  return { name, shapes, run };
}

/** Sizes odd and even, channels 1 to 512, strides, batches of 1 and 2. */
export const cases: readonly Case[] = [
  convolution([1, 4, 6, 4, 16], [3, 3, 3, 16, 32]),
  convolution([2, 5, 3, 7, 8], [3, 3, 3, 8, 8]),
  convolution([1, 3, 4, 5, 33], [3, 3, 3, 33, 20]),
  convolution([2, 4, 4, 6, 12], [3, 3, 3, 12, 40], { pad: 'valid' }),
  convolution([1, 2, 2, 2, 512], [3, 3, 3, 512, 16]),
  convolution([1, 2, 2, 2, 16], [3, 3, 3, 16, 512]),
  convolution([2, 6, 5, 4, 1], [3, 3, 3, 1, 32]),
  convolution([2, 6, 5, 4, 32], [3, 3, 3, 32, 1]),
  convolution([1, 5, 4, 3, 20], [3, 3, 3, 20, 3]),
  convolution([1, 6, 8, 6, 8], [3, 3, 3, 8, 8], { strides: 2, pad: 1 }),
  convolution([2, 5, 7, 6, 9], [3, 3, 3, 9, 17], { strides: 2, pad: 1 }),
  convolution([1, 6, 8, 6, 3], [3, 3, 3, 3, 5], { strides: 2, pad: 'same' }),
  convolution([1, 7, 6, 5, 4], [3, 2, 1, 4, 6], { strides: [2, 3, 1], pad: [1, 0, 0] }),
  convolution([2, 3, 4, 5, 24], [1, 1, 1, 24, 48]),
  convolution([1, 4, 4, 4, 7], [1, 1, 1, 7, 3], { strides: 2 }),
  convolution([1, 6, 6, 6, 2], [5, 5, 5, 2, 4]),
  convolution([1, 1, 1, 1, 8], [3, 3, 3, 8, 8]),
  norm([1, 4, 5, 6, 32], 8, true),
  norm([2, 3, 3, 3, 20], 5, true),
  norm([2, 3, 2, 5, 64], 32, false),
  norm([2, 7, 6], 1, false),
  attending(1, 70, 70, 32, 1),
  attending(2, 49, 49, 24, 3),
  attending(1, 200, 30, 64, 2),
  attending(1, 5, 150, 7, 1),
  plain('upsampleNearest', [[2, 3, 2, 4, 5]], (x) => upsampleNearest(x as tf.Tensor5D)),
  plain('upsampleNearest of 32 channels', [[1, 2, 3, 2, 32]], (x) => upsampleNearest(x as tf.Tensor5D)),
  plain('linear', [[2, 9, 20], [20, 33], [33]], (x, w, b) => linear(x, w as tf.Tensor2D, b as tf.Tensor1D)),
  plain(
    'linear without bias',
    [
      [3, 64],
      [64, 128],
    ],
    (x, w) => linear(x, w as tf.Tensor2D),
  ),
  plain('silu', [[3, 41]], (x) => silu(x)),
  plain(
    'addChannels',
    [
      [2, 3, 2, 2, 19],
      [2, 19],
    ],
    (x, v) => addChannels(x as tf.Tensor5D, v as tf.Tensor2D),
  ),
  plain(
    'concatChannels',
    [
      [1, 2, 3, 2, 5],
      [1, 2, 3, 2, 18],
    ],
    (a, b) => concatChannels([a as tf.Tensor5D, b as tf.Tensor5D]),
  ),
  plain(
    'meanSquaredError',
    [
      [5, 33],
      [5, 33],
    ],
    (a, b) => meanSquaredError(a, b),
  ),
  plain(
    'matMul, both transposed',
    [
      [2, 30, 13],
      [2, 21, 30],
    ],
    (a, b) => tf.matMul(a, b, true, true),
  ),
  plain(
    'matMul of a deep pair',
    [
      [7, 1500],
      [1500, 5],
    ],
    (a, b) => tf.matMul(a, b),
  ),
  plain('a broadcast sum', [[2, 3, 8], [8]], (a, b) => tf.add(a, b)),
  plain('a broadcast difference', [[8], [2, 3, 8]], (a, b) => tf.sub(a, b)),
  plain('a broadcast quotient', [[1], [4, 5]], (a, b) => tf.div(a, tf.add(tf.square(b), 1))),
  plain(
    'a product along a middle axis',
    [
      [2, 1, 5],
      [2, 3, 5],
    ],
    (a, b) => tf.mul(a, b),
  ),
  plain('exp, sigmoid, sqrt', [[6, 7]], (x) => tf.sqrt(tf.add(tf.exp(x), tf.sigmoid(x)))),
  plain('sum over the middle', [[2, 70, 5]], (x) => tf.sum(x, 1)),
  plain('mean over the last axes', [[3, 40, 17]], (x) => tf.mean(x, [1, 2], true)),
  plain('mean over all', [[30, 90]], (x) => tf.mean(x)),
  plain('slice', [[4, 6, 5]], (x) => tf.slice(x, [0, 2, 0], [4, 3, 5])),
  plain('slice of a corner', [[4, 6, 5]], (x) => tf.slice(x, [1, 2, 1], [2, 3, 2])),
  plain('split', [[3, 9]], (x) => {
    const [a, b, c] = tf.split(x, [2, 3, 4], 1);
    return tf.concat([c, tf.square(a), b], 1);
  }),
  plain(
    'relu and maximum',
    [
      [5, 9],
      [5, 9],
    ],
    (a, b) => tf.maximum(tf.relu(a), b),
  ),
  plain(
    'tf.conv3d',
    [
      [1, 5, 6, 4, 8],
      [3, 3, 3, 8, 16],
    ],
    (x, f) => tf.conv3d(x as tf.Tensor5D, f as tf.Tensor5D, 2, 'same'),
  ),
];
