import { addChannels, silu, tf } from '@braingen/engine';
import { convolution, groupNorm, linear, type NormOptions } from './layers.ts';
import type { Scope } from './parameters.ts';

/** A block that also hears the time: x [n, d, h, w, c], embedding [n, e]. */
export type TimedBlock = (x: tf.Tensor5D, embedding: tf.Tensor2D) => tf.Tensor5D;

/**
 * The residual block of Ho, Jain and Abbeel 2020 (appendix B): norm, SiLU, convolution, plus the time's vector, norm, SiLU,
 * convolution, plus the input. The second convolution starts at zero, so that a new block passes its input on.
 */
export function residualBlock(
  scope: Scope,
  inChannels: number,
  outChannels: number,
  embeddingChannels: number,
  config: NormOptions,
): TimedBlock {
  const norm1 = groupNorm(scope.at('norm1'), inChannels, config, true);
  const conv1 = convolution(scope.at('conv1.conv'), inChannels, outChannels);
  const project = linear(scope.at('time_emb_proj'), embeddingChannels, outChannels);
  const norm2 = groupNorm(scope.at('norm2'), outChannels, config, true);
  const conv2 = convolution(scope.at('conv2.conv'), outChannels, outChannels, { zeroed: true });
  const skip =
    inChannels === outChannels
      ? (x: tf.Tensor5D): tf.Tensor5D => x
      : convolution(scope.at('skip_connection.conv'), inChannels, outChannels, { size: 1 });

  return (x, embedding) =>
    tf.tidy(() => {
      const h = tf.tidy(() => addChannels(conv1(norm1(x)), project(silu(embedding))));
      return tf.add(conv2(norm2(h)), skip(x)) as tf.Tensor5D;
    });
}
