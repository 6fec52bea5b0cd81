import { tf } from '../tf.ts';

/**
 * Tensors [n, d, h, w, c_i] side by side: [n, d, h, w, sum of c_i].
 *
 * @throws RangeError if their batches or grids differ
 */
export function concatChannels(tensors: readonly tf.Tensor5D[]): tf.Tensor5D {
  const [expected, ...others] = tensors.map(({ shape }) => `[${shape.slice(0, 4).join(', ')}]`);
  const found = others.find((other) => other !== expected);
  if (found) throw new RangeError(`concatChannels: expected tensors of one batch and grid ${expected}, found ${found}`);
  return tf.concat([...tensors], 4);
}
