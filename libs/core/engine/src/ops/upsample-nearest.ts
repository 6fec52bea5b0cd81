import { tf } from '../tf.ts';
import { isFused, runKernel } from './fused.ts';

/**
 * Doubles depth, height and width; every voxel becomes eight.
 *
 * @param x [n, d, h, w, c]
 * @returns [n, 2 d, 2 h, 2 w, c]
 */
export function upsampleNearest(x: tf.Tensor5D): tf.Tensor5D {
  if (x.rank !== 5) throw new RangeError(`upsampleNearest: expected [n, d, h, w, c], found [${x.shape.join(', ')}]`);
  if (isFused('BraingenUpsample')) return runKernel('BraingenUpsample', { x });
  // TensorFlow.js has no gradient of tile at this rank: each axis is doubled by a concatenation instead.
  return tf.tidy(() => {
    const [n, d, h, w, c] = x.shape;
    const double = (y: tf.Tensor, rows: number): tf.Tensor => {
      const flat = tf.reshape(y, [rows, 1, -1]);
      return tf.concat([flat, flat], 1);
    };
    const y = double(double(double(x, n * d), n * 2 * d * h), n * 2 * d * 2 * h * w);
    return tf.reshape(y, [n, 2 * d, 2 * h, 2 * w, c]) as tf.Tensor5D;
  });
}
