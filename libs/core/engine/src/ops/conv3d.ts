import { tf } from '../tf.ts';
import { convolutionGeometry, type Conv3dOptions } from './convolution-geometry.ts';
import { isFused, runKernel } from './fused.ts';

/**
 * 3D convolution (cross-correlation, as all of deep learning has it) with its bias.
 *
 * @param x [n, d, h, w, in]
 * @param filter [fd, fh, fw, in, out]
 * @param bias [out], or none
 * @returns [n, d', h', w', out]
 * @throws RangeError if the shapes do not fit, naming what was expected and found
 */
export function conv3d(
  x: tf.Tensor5D,
  filter: tf.Tensor5D,
  bias?: tf.Tensor1D,
  options: Conv3dOptions = {},
): tf.Tensor5D {
  const geometry = convolutionGeometry(x.shape, filter.shape, options);
  if (bias && (bias.rank !== 1 || bias.shape[0] !== geometry.outChannels)) {
    throw new RangeError(`conv3d: expected a bias of ${geometry.outChannels} values, found [${bias.shape.join(', ')}]`);
  }
  if (isFused('BraingenConv3D')) {
    return runKernel('BraingenConv3D', bias ? { x, filter, bias } : { x, filter }, { geometry });
  }
  return tf.tidy(() => {
    const { before, after, strides } = geometry;
    const isPadded = [...before, ...after].some((voxels) => voxels > 0);
    const padded: tf.Tensor5D = isPadded
      ? tf.pad(x, [[0, 0], ...before.map((front, axis): [number, number] => [front, after[axis]]), [0, 0]])
      : x;
    const y = tf.conv3d(padded, filter, [...strides], 'valid') as tf.Tensor5D;
    return bias ? tf.add(y, bias) : y;
  });
}
