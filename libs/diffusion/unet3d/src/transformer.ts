import { addResidual, recomputeInput, tf } from '@braingen/engine';
import { multiHeadAttention, tokensOf, type AttendingBlock } from './attention.ts';
import type { CompleteUNetConfig } from './config.ts';
import { projection, groupNorm, layerNorm, linear, type NormOptions } from './layers.ts';
import { checkpointed, type Memory } from './memory.ts';
import type { Scope } from './parameters.ts';

/** What transformers need to know of a network. */
export type TransformerConfig = NormOptions &
  Memory &
  Pick<CompleteUNetConfig, 'includeFc' | 'useCombinedLinear' | 'transformerNumLayers'> & {
    readonly crossAttentionDim: number;
  };

/**
 * What stands in place of attention in a conditioned network (Rombach et al. 2022, section 3.3 and appendix E.2.1): norm, the
 * voxels as tokens through transformer layers that look at a context, plus the input. The last projection starts at zero.
 *
 * @param headChannels channels of one head; inside there are as many channels as whole heads fit into those outside
 */
export function spatialTransformer(
  scope: Scope,
  channels: number,
  headChannels: number,
  config: TransformerConfig,
): AttendingBlock {
  const inner = Math.floor(channels / headChannels) * headChannels;
  const norm = groupNorm(scope.at('norm'), channels, config, false);
  const projectIn = projection(scope.at('proj_in.conv'), channels, inner);
  const layers = Array.from({ length: config.transformerNumLayers }, (_, index) =>
    transformerLayer(scope.at(`transformer_blocks.${index}`), inner, headChannels, config),
  );
  const projectOut = projection(scope.at('proj_out.conv'), inner, channels, { zeroed: true });

  const prepare = (x: tf.Tensor5D, context?: tf.Tensor3D): tf.Tensor5D =>
    tf.tidy(() => {
      const h = projectIn(norm(x));
      const tokens = layers.reduce((each, layer) => layer(each, context), tokensOf(h));
      return tf.reshape(tokens, h.shape);
    });
  return (x, context) =>
    tf.tidy(() => {
      const inputs: [tf.Tensor5D, tf.Tensor3D?] = context ? [x, context] : [x];
      return addResidual(x, checkpointed(config, prepare, inputs as [tf.Tensor5D, tf.Tensor3D], projectOut));
    });
}

/** Self-attention, cross-attention and a feed-forward network, each after a norm and each added to its input. */
function transformerLayer(
  scope: Scope,
  channels: number,
  headChannels: number,
  config: TransformerConfig,
): (tokens: tf.Tensor3D, context?: tf.Tensor3D) => tf.Tensor3D {
  const { useCombinedLinear: combined, includeFc: projected, crossAttentionDim: contextChannels } = config;
  const options = { headChannels, bias: false };
  const self = multiHeadAttention(scope.at('attn1'), channels, { ...options, combined, projected });
  const forward = feedForward(scope.at('ff'), channels);
  const cross = multiHeadAttention(scope.at('attn2'), channels, { ...options, contextChannels });
  const [norm1, norm2, norm3] = ['norm1', 'norm2', 'norm3'].map((name) => layerNorm(scope.at(name), channels));

  return (x, context) => {
    const alone = addResidual(x, self.project(self.mix(norm1(x))));
    const attended = addResidual(alone, cross.project(cross.mix(norm2(alone), context)));
    return addResidual(attended, forward(norm3(attended)));
  };
}

/** Linear, GEGLU, Linear; four times as wide between. */
function feedForward(scope: Scope, channels: number): (tokens: tf.Tensor3D) => tf.Tensor3D {
  const widen = linear(scope.at('linear1'), channels, 8 * channels);
  const narrow = linear(scope.at('linear2'), 4 * channels, channels);
  return (tokens) => recomputeInput(geglu, [widen(tokens)], narrow);
}

/** The first half of the channels times GELU of the second, with the exact GELU (Shazeer 2020, equation 6). */
export function geglu(x: tf.Tensor3D): tf.Tensor3D {
  return tf.tidy(() => {
    const [value, gate] = tf.split(x, 2, 2);
    const share = tf.mul(tf.add(tf.erf(tf.mul(gate, Math.SQRT1_2)), 1), 0.5);
    return tf.mul(value, tf.mul(gate, share));
  });
}
