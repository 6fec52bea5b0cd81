import {
  addChannels,
  addResidual,
  attention,
  averagePool,
  concatChannels,
  conv3d,
  groupNorm,
  linear,
  meanSquaredError,
  project,
  silu,
  tf,
  upsampleNearest,
  type Triple,
} from '../index.ts';

/** The settings of the suite's operations besides their inputs. */
export interface CaseOptions {
  readonly strides?: number | Triple;
  readonly pad?: number | Triple | 'same' | 'valid';
  readonly groups?: number;
  readonly silu?: boolean;
  readonly heads?: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly axes?: number[];
  readonly begin?: number[];
  readonly size?: number[];
}

type Operation = (inputs: tf.Tensor[], options: CaseOptions) => tf.Tensor;

/** What the suite runs, by the names of tools/parity/engine.py. */
export const operations: Record<string, Operation> = {
  conv3d: ([x, filter, bias], options) =>
    conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, bias as tf.Tensor1D | undefined, options),
  'tf.conv3d': ([x, filter], { strides = 1, pad }) =>
    tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, strides as number, pad as 'same'),
  groupNorm: ([x, scale, offset], { groups = 1, silu: withSilu = false }) =>
    groupNorm(x, scale as tf.Tensor1D, offset as tf.Tensor1D, { groups, silu: withSilu }),
  groupNormBeside: ([x, beside, scale, offset], { groups = 1, silu: withSilu = false }) =>
    groupNorm([x, beside], scale as tf.Tensor1D, offset as tf.Tensor1D, { groups, silu: withSilu }),
  projectBeside: ([x, beside, filter, bias]) =>
    project([x as tf.Tensor5D, beside as tf.Tensor5D], filter as tf.Tensor5D, bias as tf.Tensor1D),
  attention: ([q, k, v], { heads = 1 }) => attention(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, { heads }),
  averagePool: ([x]) => averagePool(x as tf.Tensor5D),
  upsampleNearest: ([x]) => upsampleNearest(x as tf.Tensor5D),
  linear: ([x, weights, bias]) => linear(x, weights as tf.Tensor2D, bias as tf.Tensor1D | undefined),
  silu: ([x]) => silu(x),
  addChannels: ([x, channels]) => addChannels(x as tf.Tensor5D, channels as tf.Tensor2D),
  addResidual: ([x, branch]) => addResidual(x, branch),
  concatChannels: (tensors) => concatChannels(tensors as tf.Tensor5D[]),
  meanSquaredError: ([a, b]) => meanSquaredError(a, b),
  matMul: ([a, b], { transposeA, transposeB }) => tf.matMul(a, b, transposeA, transposeB),
  add: ([a, b]) => tf.add(a, b),
  sub: ([a, b]) => tf.sub(a, b),
  mul: ([a, b]) => tf.mul(a, b),
  quotient: ([a, b]) => tf.div(a, tf.add(tf.square(b), 1)),
  exponentials: ([x]) => tf.sqrt(tf.add(tf.exp(x), tf.sigmoid(x))),
  errorFunction: ([x]) => tf.erf(tf.mul(x, 3)),
  sum: ([x], { axes }) => tf.sum(x, axes),
  mean: ([x], { axes }) => tf.mean(x, axes),
  slice: ([x], { begin = [], size }) => tf.slice(x, begin, size),
  splitAndJoin: ([x]) => {
    const [a, b, c] = tf.split(x, [2, 3, 4], 1);
    return tf.concat([c, tf.square(a), b], 1);
  },
  maximum: ([a, b]) => tf.maximum(tf.relu(a), b),
};
