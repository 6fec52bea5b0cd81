import { tf } from '../tf.ts';

/** Tensors [n, d, h, w, c_i] side by side: [n, d, h, w, sum of c_i]. */
export function concatChannels(tensors: readonly tf.Tensor5D[]): tf.Tensor5D {
  return tf.concat([...tensors], 4);
}
