import { tf } from '../tf.ts';
import { isFused, runKernel } from './fused.ts';

/**
 * Adds to every voxel the values of its item of the batch: the time embedding's way into a residual block.
 *
 * @param x [n, d, h, w, c]
 * @param values [n, c]
 * @throws RangeError if the shapes do not fit
 */
export function addChannels(x: tf.Tensor5D, values: tf.Tensor2D): tf.Tensor5D {
  const [n, , , , c] = x.shape;
  if (values.rank !== 2 || values.shape[0] !== n || values.shape[1] !== c) {
    throw new RangeError(`addChannels: expected values [${n}, ${c}], found [${values.shape.join(', ')}]`);
  }
  if (isFused('BraingenAddChannels')) return runKernel('BraingenAddChannels', { x, values });
  return tf.tidy(() => tf.add(x, tf.reshape(values, [n, 1, 1, 1, c])) as tf.Tensor5D);
}
