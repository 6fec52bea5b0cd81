import { addChannels, addResidual, recomputeInput, silu, tf } from '@braingen/engine';
import { convolution, groupNorm, joined, linear, type NormOptions } from './layers.ts';
import type { Scope } from './parameters.ts';

/** A block that also hears the time: x [n, d, h, w, c], or several whose channels lie side by side; embedding [n, e]. */
export type TimedBlock = (x: readonly tf.Tensor5D[], embedding: tf.Tensor2D) => tf.Tensor5D;

/** What a block keeps for the pass backwards. */
export interface Memory {
  /** Keeps the input alone and computes the rest again (Chen et al. 2016). */
  readonly gradientCheckpointing: boolean;
}

/**
 * The residual block of Ho, Jain and Abbeel 2020 (appendix B): norm, SiLU, convolution, plus the time's vector, norm, SiLU,
 * convolution, plus the input. The second convolution starts at zero, so that a new block passes its input on.
 *
 * For the pass backwards it keeps its input and what lies between its halves, with checkpointing its input alone: what
 * stands before a convolution is cheap to make again.
 */
export function residualBlock(
  scope: Scope,
  inChannels: number,
  outChannels: number,
  embeddingChannels: number,
  config: NormOptions & Memory,
): TimedBlock {
  const norm1 = groupNorm(scope.at('norm1'), inChannels, config, true);
  const conv1 = convolution(scope.at('conv1.conv'), inChannels, outChannels);
  const project = linear(scope.at('time_emb_proj'), embeddingChannels, outChannels);
  const norm2 = groupNorm(scope.at('norm2'), outChannels, config, true);
  const conv2 = convolution(scope.at('conv2.conv'), outChannels, outChannels, { zeroed: true });
  const shortcut =
    inChannels === outChannels
      ? undefined
      : convolution(scope.at('skip_connection.conv'), inChannels, outChannels, { size: 1 });

  const first = (embedding: tf.Tensor2D, ...x: readonly tf.Tensor5D[]): tf.Tensor5D =>
    tf.tidy(() => {
      const h = recomputeInput((...parts: readonly tf.Tensor5D[]) => tf.tidy(() => norm1(joined(...parts))), x, conv1);
      return addChannels(h, project(silu(embedding)));
    });
  const second = (h: tf.Tensor5D): tf.Tensor5D => recomputeInput(norm2, [h], conv2);

  return (x, embedding) =>
    tf.tidy(() => {
      const branch = config.gradientCheckpointing
        ? recomputeInput(first, [embedding, ...x], second)
        : second(first(embedding, ...x));
      return addResidual(shortcut ? recomputeInput(joined, x, shortcut) : joined(...x), branch);
    });
}
