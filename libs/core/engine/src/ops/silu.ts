import { tf } from '../tf.ts';
import { isFused, runKernel } from './fused.ts';

/** x sigmoid(x), element by element (Hendrycks and Gimpel 2016). */
export function silu<T extends tf.Tensor>(x: T): T {
  if (isFused('BraingenSilu')) return runKernel('BraingenSilu', { x });
  return tf.tidy(() => tf.mul(x, tf.sigmoid(x)) as T);
}
