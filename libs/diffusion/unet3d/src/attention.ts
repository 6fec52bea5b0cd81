import { addResidual, attention, tf } from '@braingen/engine';
import type { CompleteUNetConfig } from './config.ts';
import { groupNorm, linear, type NormOptions } from './layers.ts';
import { checkpointed, type Memory } from './memory.ts';
import type { Scope } from './parameters.ts';

/** A block that may look at a context: x [n, d, h, w, c], context [n, tokens, e]. */
export type AttendingBlock = (x: tf.Tensor5D, context?: tf.Tensor3D) => tf.Tensor5D;

/** Voxels as tokens: [n, d, h, w, c] to [n, d h w, c]. */
export const tokensOf = (x: tf.Tensor5D): tf.Tensor3D => tf.reshape(x, [x.shape[0], -1, x.shape[4]]);

/** What sets one attention apart from another. */
export interface MultiHeadOptions {
  /** Channels of one head; there are as many heads as fit into the channels. */
  readonly headChannels: number;
  /** Channels of the tokens that keys and values come from. @default those of the queries' own */
  readonly contextChannels?: number;
  /** Whether queries, keys and values have a bias. */
  readonly bias: boolean;
  /** One projection for queries, keys and values; for attention of tokens to themselves. @default false */
  readonly combined?: boolean;
  /** Whether an output projection follows. @default true */
  readonly projected?: boolean;
}

/** Attention in two parts, tokens [n, tokens, c] in and out; what lies between need not be kept for the backward pass. */
export interface MultiHeadAttention {
  /** Tokens attend to those of the context, or to each other where there is none. */
  readonly mix: (tokens: tf.Tensor3D, context?: tf.Tensor3D) => tf.Tensor3D;
  /** The output projection. */
  readonly project: (mixed: tf.Tensor3D) => tf.Tensor3D;
}

/** Scaled dot-product attention with several heads (Vaswani et al. 2017, section 3.2.2). */
export function multiHeadAttention(scope: Scope, channels: number, options: MultiHeadOptions): MultiHeadAttention {
  const { headChannels, contextChannels = channels, bias, combined = false, projected = true } = options;
  const heads = Math.floor(channels / headChannels);
  const inner = heads * headChannels;

  const projections = (): ((tokens: tf.Tensor3D, others: tf.Tensor3D) => tf.Tensor3D[]) => {
    if (combined) {
      const together = linear(scope.at('qkv'), channels, 3 * inner, { bias });
      return (tokens) => tf.split(together(tokens), 3, 2);
    }
    const toQuery = linear(scope.at('to_q'), channels, inner, { bias });
    const toKey = linear(scope.at('to_k'), contextChannels, inner, { bias });
    const toValue = linear(scope.at('to_v'), contextChannels, inner, { bias });
    return (tokens, others) => [toQuery(tokens), toKey(others), toValue(others)];
  };

  const project = projected ? linear(scope.at('out_proj'), inner, channels) : (mixed: tf.Tensor3D) => tf.clone(mixed);
  const prepare = projections();
  return {
    mix: (tokens, context = tokens) =>
      tf.tidy(() => {
        const [q, k, v] = prepare(tokens, context);
        return attention(q, k, v, { heads });
      }),
    project,
  };
}

/** Every voxel attends to all others: norm, attention with the voxels as tokens, plus the input. */
export function attentionBlock(
  scope: Scope,
  channels: number,
  headChannels: number,
  config: NormOptions & Memory & Pick<CompleteUNetConfig, 'includeFc' | 'useCombinedLinear'>,
): AttendingBlock {
  const norm = groupNorm(scope.at('norm'), channels, config, false);
  const { mix, project } = multiHeadAttention(scope.at('attn'), channels, {
    headChannels,
    bias: true,
    combined: config.useCombinedLinear,
    projected: config.includeFc,
  });
  const prepare = (x: tf.Tensor5D): tf.Tensor3D => tf.tidy(() => mix(tokensOf(norm(x))));
  return (x) => tf.tidy(() => addResidual(x, tf.reshape(checkpointed(config, prepare, [x], project), x.shape)));
}
