import { tf } from '../tf.ts';
import { isFused, runKernel } from './fused.ts';

/**
 * Halves depth, height and width; every voxel becomes the mean of eight.
 *
 * @param x [n, 2 d, 2 h, 2 w, c]
 * @returns [n, d, h, w, c]
 * @throws RangeError if a side is odd
 */
export function averagePool(x: tf.Tensor5D): tf.Tensor5D {
  if (x.rank !== 5 || x.shape.slice(1, 4).some((side) => side % 2 !== 0))
    throw new RangeError(`averagePool: expected [n, d, h, w, c] with even d, h, w, found [${x.shape.join(', ')}]`);
  if (!isFused('BraingenUpsampleGradient')) return tf.avgPool3d(x, 2, 2, 'valid');
  return tf.tidy(() => tf.mul(runKernel<tf.Tensor5D>('BraingenUpsampleGradient', { dy: x }), 1 / 8));
}
