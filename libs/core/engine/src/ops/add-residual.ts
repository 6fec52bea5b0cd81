import { tf } from '../tf.ts';
import { isFused, runKernel } from './fused.ts';

/**
 * x + branch: the end of a residual block (He et al. 2016). Its gradient needs neither, so that neither is kept for it, as
 * tf.add keeps both.
 *
 * @throws RangeError if the shapes differ
 */
export function addResidual<T extends tf.Tensor>(x: T, branch: T): T {
  if (!tf.util.arraysEqual(x.shape, branch.shape)) {
    throw new RangeError(`addResidual: expected a branch [${x.shape.join(', ')}], found [${branch.shape.join(', ')}]`);
  }
  if (isFused('BraingenAddResidual')) return runKernel('BraingenAddResidual', { x, branch });
  return tf.add(x, branch);
}
