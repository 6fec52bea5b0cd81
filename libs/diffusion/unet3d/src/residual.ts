import { addChannels, addResidual, concatChannels, recomputeInput, silu, tf } from '@braingen/engine';
import { convolution, groupNorm, linear, projection, type Layer, type NormOptions } from './layers.ts';
import { checkpointed, type Memory } from './memory.ts';
import type { Scope } from './parameters.ts';

/** A block that also hears the time: x [n, d, h, w, c], or two whose channels lie side by side; embedding [n, e]. */
export type TimedBlock = (x: Parts, embedding: tf.Tensor2D) => tf.Tensor5D;

/** A tensor, or two whose channels are never joined: a decoder's block reads both where they are. */
export type Parts = readonly [x: tf.Tensor5D] | readonly [x: tf.Tensor5D, skip: tf.Tensor5D];

/**
 * The residual block of Ho, Jain and Abbeel 2020 (appendix B): norm, SiLU, convolution, plus the time's vector, norm, SiLU,
 * convolution, plus the input. The second convolution starts at zero, so that a new block passes its input on.
 *
 * For the backward pass it keeps its input and what lies between its halves, with checkpointing its input alone: what
 * stands before a convolution is cheap to make again.
 *
 * @param resample changes the grid of what the first convolution sees and of what is passed on (Dhariwal and Nichol 2021,
 *   section 3, after Brock et al. 2019); none by default
 */
export function residualBlock(
  scope: Scope,
  inChannels: number,
  outChannels: number,
  embeddingChannels: number,
  config: NormOptions & Memory,
  resample: Layer = (x) => x,
): TimedBlock {
  const norm1 = groupNorm(scope.at('norm1'), inChannels, config, true);
  const conv1 = convolution(scope.at('conv1.conv'), inChannels, outChannels);
  const project = linear(scope.at('time_emb_proj'), embeddingChannels, outChannels);
  const norm2 = groupNorm(scope.at('norm2'), outChannels, config, true);
  const conv2 = convolution(scope.at('conv2.conv'), outChannels, outChannels, { zeroed: true });
  const shortcut =
    inChannels === outChannels ? undefined : projection(scope.at('skip_connection.conv'), inChannels, outChannels);

  const prepare = (...x: Parts): tf.Tensor5D => tf.tidy(() => resample(norm1(x)));
  const first = (embedding: tf.Tensor2D, ...x: Parts): tf.Tensor5D =>
    tf.tidy(() => addChannels(recomputeInput(prepare, x, conv1), project(silu(embedding))));
  const second = (h: tf.Tensor5D): tf.Tensor5D => recomputeInput(norm2, [h], conv2);
  const pass = (x: Parts): tf.Tensor5D => {
    const sampled = x.map(resample) as unknown as Parts;
    return shortcut ? shortcut(sampled) : sampled.length > 1 ? concatChannels(sampled) : sampled[0];
  };

  return (x, embedding) =>
    tf.tidy(() => {
      const branch = checkpointed(config, first, [embedding, ...x], second);
      return addResidual(pass(x), branch);
    });
}
