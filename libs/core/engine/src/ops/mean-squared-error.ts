import { tf } from '../tf.ts';
import { isFused, runKernel } from './fused.ts';

/**
 * The mean of (prediction - target)^2 over all elements.
 *
 * @throws RangeError if the shapes differ
 */
export function meanSquaredError(prediction: tf.Tensor, target: tf.Tensor): tf.Scalar {
  if (!tf.util.arraysEqual(prediction.shape, target.shape)) {
    throw new RangeError(
      `meanSquaredError: expected a target [${prediction.shape.join(', ')}], found [${target.shape.join(', ')}]`,
    );
  }
  if (isFused('BraingenMeanSquaredError')) return runKernel('BraingenMeanSquaredError', { prediction, target });
  return tf.tidy(() => tf.mean(tf.square(tf.sub(prediction, target))) as tf.Scalar);
}
