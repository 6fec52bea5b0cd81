import { tf } from '../tf.ts';
import { updateInPlace } from './in-place.ts';

/**
 * average = decay average + (1 - decay) value, in place where the engine can: the exponential moving average of
 * weights that diffusion models are sampled from.
 *
 * @throws RangeError if the shapes differ
 */
export function updateMovingAverage(average: tf.Variable, value: tf.Tensor, decay: number): void {
  if (!tf.util.arraysEqual(average.shape, value.shape)) {
    const found = `[${value.shape.join(', ')}]`;
    throw new RangeError(`updateMovingAverage: expected a value [${average.shape.join(', ')}], found ${found}`);
  }
  const fused = updateInPlace(({ kernels, own, read }) => {
    kernels.call('moving_average', { count: value.size, decay, average: own(average), value: read(value) });
  });
  if (fused) return;
  tf.tidy(() => average.assign(tf.add(tf.mul(average, decay), tf.mul(value, 1 - decay))));
}
