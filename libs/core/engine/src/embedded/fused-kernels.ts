import {
  attention,
  attentionGradient,
  binary,
  matmul,
  meanSquaredError,
  sumRows,
  unary,
  upsampleNearest,
  upsampleNearestGradient,
  type AttentionGeometry,
} from '@braingen/kernels';
import type { tf } from '../tf.ts';
import type { EmbeddedBackend } from './embedded-backend.ts';
import { kernel } from './kernel.ts';

interface Heads {
  readonly heads: number;
  readonly scale: number;
}

function attentionGeometry(q: tf.TensorInfo, k: tf.TensorInfo, { heads, scale }: Heads): AttentionGeometry {
  const [batch, tokens, channels] = q.shape;
  return { batch, tokens, others: k.shape[1], channels, heads, scale };
}

/** Several tensors of given shapes at once. */
function outputs(
  backend: EmbeddedBackend,
  ...like: tf.TensorInfo[]
): { infos: tf.TensorInfo[]; arrays: Float32Array[] } {
  const made = like.map((tensor) => backend.output(tensor.shape));
  return { infos: made.map(({ info }) => info), arrays: made.map(({ values }) => values) };
}

type Shape5 = [number, number, number, number, number];

/** The fused operations other than the convolution, with their gradients. */
export const fusedKernels: Record<string, tf.KernelFunc> = {
  BraingenAttention: kernel<Heads>(({ inputs: { q, k, v }, attrs, backend }) => {
    const geometry = attentionGeometry(q, k, attrs);
    const y = backend.output(q.shape);
    const logs = backend.output([geometry.batch, geometry.heads, geometry.tokens]);
    const [a, b, c] = [q, k, v].map((tensor) => backend.floats(tensor));
    attention(backend.kernels, geometry, a, b, c, y.values, logs.values);
    return [y.info, logs.info];
  }),
  BraingenAttentionGradient: kernel<Heads>(({ inputs, attrs, backend }) => {
    const { infos, arrays } = outputs(backend, inputs['q'], inputs['k'], inputs['v']);
    const [q, k, v, y, logs, dy] = ['q', 'k', 'v', 'y', 'logs', 'dy'].map((name) => backend.floats(inputs[name]));
    const [dq, dk, dv] = arrays;
    const geometry = attentionGeometry(inputs['q'], inputs['k'], attrs);
    attentionGradient(backend.kernels, geometry, { q, k, v, y, logs }, dy, { dq, dk, dv });
    return infos;
  }),
  BraingenSilu: kernel(({ inputs: { x }, backend }) => {
    const { info, values } = backend.output(x.shape);
    unary(backend.kernels, 'silu', backend.floats(x), values);
    return info;
  }),
  BraingenSiluGradient: kernel(({ inputs: { x, dy }, backend }) => {
    const { info, values } = backend.output(x.shape);
    binary(backend.kernels, 'siluGradient', backend.floats(x), backend.floats(dy), values);
    return info;
  }),
  BraingenUpsample: kernel(({ inputs: { x }, backend }) => {
    const [n, d, h, w, c] = x.shape;
    const { info, values } = backend.output([n, 2 * d, 2 * h, 2 * w, c]);
    upsampleNearest(backend.kernels, x.shape as Shape5, backend.floats(x), values);
    return info;
  }),
  BraingenUpsampleGradient: kernel(({ inputs: { dy }, backend }) => {
    const [n, d, h, w, c] = dy.shape;
    const shape: Shape5 = [n, d / 2, h / 2, w / 2, c];
    const { info, values } = backend.output(shape);
    upsampleNearestGradient(backend.kernels, shape, backend.floats(dy), values);
    return info;
  }),
  BraingenLinear: kernel(({ inputs: { x, weights, bias }, backend }) => {
    const [depth, columns] = weights.shape;
    const { info, values } = backend.output([...x.shape.slice(0, -1), columns]);
    const a = backend.floats(x);
    const geometry = { batch: 1, rows: a.length / depth, columns, depth };
    matmul(backend.kernels, geometry, a, backend.floats(weights), bias ? backend.floats(bias) : null, values);
    return info;
  }),
  BraingenAddChannels: kernel(({ inputs: { x, values: added }, backend }) => {
    const { info, values } = backend.output(x.shape);
    const [batch, channels] = added.shape;
    const [from, each] = [backend.floats(x), backend.floats(added)];
    const size = from.length / batch;
    for (let item = 0; item < batch; item++) {
      const part = (array: Float32Array, length: number): Float32Array =>
        array.subarray(item * length, (item + 1) * length);
      binary(backend.kernels, 'add', part(from, size), part(each, channels), part(values, size));
    }
    return info;
  }),
  BraingenAddResidual: kernel(({ inputs: { x, branch }, backend }) => {
    const { info, values } = backend.output(x.shape);
    binary(backend.kernels, 'add', backend.floats(x), backend.floats(branch), values);
    return info;
  }),
  /** Sums over voxels, item by item: [n, ..., c] to [n, c]. */
  BraingenVoxelSums: kernel(({ inputs: { dy }, backend }) => {
    const batch = dy.shape[0];
    const columns = dy.shape[dy.shape.length - 1];
    const { info, values } = backend.output([batch, columns]);
    const from = backend.floats(dy);
    sumRows(backend.kernels, { batch, rows: from.length / batch / columns, columns }, from, values);
    return info;
  }),
  BraingenMeanSquaredError: kernel(({ inputs: { prediction, target }, backend }) => {
    const { info, values } = backend.output([]);
    values[0] = meanSquaredError(backend.kernels, backend.floats(prediction), backend.floats(target));
    return info;
  }),
};
