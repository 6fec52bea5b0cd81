import { tf } from '../tf.ts';
import { isFused, runKernel } from './fused.ts';

/**
 * x W + b on the last axis.
 *
 * @param x [..., in]
 * @param weights [in, out]
 * @param bias [out], or none
 * @returns [..., out]
 * @throws RangeError if the channels do not fit
 */
export function linear<T extends tf.Tensor>(x: T, weights: tf.Tensor2D, bias?: tf.Tensor1D): T {
  const channels = x.shape[x.rank - 1];
  const [inChannels, outChannels] = weights.shape;
  if (weights.rank !== 2 || inChannels !== channels) {
    throw new RangeError(`linear: expected weights [${channels}, out], found [${weights.shape.join(', ')}]`);
  }
  if (bias && bias.size !== outChannels) {
    throw new RangeError(`linear: expected a bias of ${outChannels} values, found [${bias.shape.join(', ')}]`);
  }
  if (isFused('BraingenLinear')) return runKernel('BraingenLinear', bias ? { x, weights, bias } : { x, weights });
  return tf.tidy(() => {
    const product = tf.matMul(tf.reshape(x, [-1, channels]), weights);
    const y = bias ? tf.add(product, bias) : product;
    return tf.reshape(y, [...x.shape.slice(0, -1), outChannels]) as T;
  });
}
