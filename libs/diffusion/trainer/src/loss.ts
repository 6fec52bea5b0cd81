import { meanSquaredError, tf, type Conditions, type Model } from '@braingen/engine';
import type { Batch } from './batch.ts';

/**
 * The error of a model on a batch: the mean over its volumes of weight x mean squared error.
 *
 * @throws RangeError where the model's output has another shape than that of its target
 */
export function batchLoss<C>(model: Model<C>, batch: Batch, conditions: Conditions<C> | undefined): tf.Scalar {
  const { x, t, target, weights, volumes } = batch;
  return tf.tidy(() => {
    const prediction = model(x, t, conditions?.(volumes));
    const [first, ...others] = weights;
    if (others.every((weight) => weight === first)) {
      const error = meanSquaredError(prediction, target);
      return first === 1 ? error : tf.mul(error, first);
    }
    // The square root on both sides, so that one pass makes the sum.
    const roots = tf.tensor5d(weights.map(Math.sqrt), [weights.length, 1, 1, 1, 1]);
    return meanSquaredError(tf.mul(prediction, roots), tf.mul(target, roots));
  });
}
