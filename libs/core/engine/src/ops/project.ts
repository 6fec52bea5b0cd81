import { tf } from '../tf.ts';
import { conv3d } from './conv3d.ts';
import { isFused, runKernel } from './fused.ts';
import { checkBeside, joined, type SideBySide } from './side-by-side.ts';

/**
 * A 1x1x1 convolution: each voxel's channels to other ones.
 *
 * @param x [n, d, h, w, in], or two of which the channels lie side by side
 * @param filter [1, 1, 1, in, out]
 * @param bias [out], or none
 * @returns [n, d, h, w, out]
 * @throws RangeError if the channels do not fit
 */
export function project(x: SideBySide<tf.Tensor5D>, filter: tf.Tensor5D, bias?: tf.Tensor1D): tf.Tensor5D {
  if (x instanceof tf.Tensor || x.length === 1 || !isFused('BraingenProjectBeside')) {
    return tf.tidy(() => conv3d(joined(x), filter, bias));
  }
  const [first, beside] = x;
  checkBeside(first, beside);
  const channels = first.shape[4] + beside.shape[4];
  const [, , , inChannels, outChannels] = filter.shape;
  if (inChannels !== channels || filter.size !== inChannels * outChannels) {
    throw new RangeError(`project: expected a filter [1, 1, 1, ${channels}, out], found [${filter.shape.join(', ')}]`);
  }
  if (bias && bias.size !== outChannels) {
    throw new RangeError(`project: expected a bias of ${outChannels} values, found [${bias.shape.join(', ')}]`);
  }
  const inputs = { x: first, beside, filter };
  return runKernel('BraingenProjectBeside', bias ? { ...inputs, bias } : inputs);
}
