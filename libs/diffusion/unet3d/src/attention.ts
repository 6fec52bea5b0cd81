import { attention, tf } from '@braingen/engine';
import { groupNorm, linear, type Layer, type NormOptions } from './layers.ts';
import type { Scope } from './parameters.ts';

/**
 * Every voxel attends to all others: norm, scaled dot-product attention over the voxels as tokens (Vaswani et al. 2017,
 * equation 1), output projection, plus the input.
 *
 * @param headChannels channels of one head; there are channels / headChannels of them
 */
export function attentionBlock(scope: Scope, channels: number, headChannels: number, config: NormOptions): Layer {
  const norm = groupNorm(scope.at('norm'), channels, config, false);
  const [toQuery, toKey, toValue, project] = ['to_q', 'to_k', 'to_v', 'out_proj'].map((name) =>
    linear(scope.at(`attn.${name}`), channels, channels),
  );
  const options = { heads: channels / headChannels, scale: 1 / Math.sqrt(headChannels) };

  return (x) =>
    tf.tidy(() => {
      const tokens = tf.reshape(norm(x), [x.shape[0], -1, channels]) as tf.Tensor3D;
      const mixed = attention(toQuery(tokens), toKey(tokens), toValue(tokens), options);
      return tf.add(tf.reshape(project(mixed), x.shape), x) as tf.Tensor5D;
    });
}
