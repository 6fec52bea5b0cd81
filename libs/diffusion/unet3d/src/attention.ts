import { addResidual, attention, recomputeInput, tf } from '@braingen/engine';
import { groupNorm, linear, type Layer, type NormOptions } from './layers.ts';
import type { Scope } from './parameters.ts';
import type { Memory } from './residual.ts';

/**
 * Every voxel attends to all others: norm, scaled dot-product attention over the voxels as tokens (Vaswani et al. 2017,
 * equation 1), output projection, plus the input.
 *
 * @param headChannels channels of one head; there are channels / headChannels of them
 */
export function attentionBlock(
  scope: Scope,
  channels: number,
  headChannels: number,
  config: NormOptions & Memory,
): Layer {
  const norm = groupNorm(scope.at('norm'), channels, config, false);
  const [toQuery, toKey, toValue, project] = ['to_q', 'to_k', 'to_v', 'out_proj'].map((name) =>
    linear(scope.at(`attn.${name}`), channels, channels),
  );
  const options = { heads: channels / headChannels, scale: 1 / Math.sqrt(headChannels) };

  const mix = (x: tf.Tensor5D): tf.Tensor3D =>
    tf.tidy(() => {
      const tokens = tf.reshape(norm(x), [x.shape[0], -1, channels]) as tf.Tensor3D;
      return attention(toQuery(tokens), toKey(tokens), toValue(tokens), options);
    });

  return (x) =>
    tf.tidy(() => {
      const mixed = config.gradientCheckpointing ? recomputeInput(mix, [x], project) : project(mix(x));
      return addResidual(x, tf.reshape(mixed, x.shape) as tf.Tensor5D);
    });
}
