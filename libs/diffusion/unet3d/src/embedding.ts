import { silu, tf } from '@braingen/engine';
import { linear } from './layers.ts';
import type { Scope } from './parameters.ts';

/**
 * The sinusoidal embedding of a time (Vaswani et al. 2017, section 3.5, with the frequencies of Ho, Jain and Abbeel 2020):
 * f_k = 10000^(-k / half) for k = 0 .. half - 1, cosines first, then sines; an odd dimension ends with a zero.
 *
 * @param t [n], as the schedule counts, not scaled to 0 .. 1
 * @returns [n, dimension]
 */
export function sinusoids(t: tf.Tensor1D, dimension: number): tf.Tensor2D {
  const half = Math.floor(dimension / 2);
  return tf.tidy(() => {
    const frequencies = Float32Array.from({ length: half }, (_, k) => Math.exp((-Math.log(10000) * k) / half));
    const angles = tf.mul(tf.reshape(t, [-1, 1]), tf.tensor2d(frequencies, [1, half])) as tf.Tensor2D;
    const parts = [tf.cos(angles), tf.sin(angles)];
    if (dimension % 2 === 1) parts.push(tf.zeros([t.shape[0], 1]));
    return tf.concat(parts, 1);
  });
}

/** Times to the vectors that steer the residual blocks: sinusoids, Linear, SiLU, Linear; [n] to [n, 4 channels]. */
export function timeEmbedding(scope: Scope, channels: number): (t: tf.Tensor1D) => tf.Tensor2D {
  const first = linear(scope.at('0'), channels, 4 * channels);
  const second = linear(scope.at('2'), 4 * channels, 4 * channels);
  return (t) => tf.tidy(() => second(silu(first(sinusoids(t, channels)))));
}
