import { tf } from '../tf.ts';
import { isFused, runKernels } from './fused.ts';

export interface AttentionOptions {
  /** The channels are divided among so many heads. @default 1 */
  readonly heads?: number;
  /** Factor of the scores before the softmax. @default 1 / sqrt(channels of a head) */
  readonly scale?: number;
}

/**
 * Scaled dot-product attention (Vaswani et al. 2017, equation 1): softmax(scale q k^T) v, head by head.
 * The embedded engine streams the softmax (Dao et al. 2022): tokens x tokens are never held.
 *
 * @param q [n, tokens, c]
 * @param k [n, tokens', c]
 * @param v [n, tokens', c]
 * @returns [n, tokens, c]
 * @throws RangeError if the shapes do not fit, or the heads do not divide the channels
 */
export function attention(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, options: AttentionOptions = {}): tf.Tensor3D {
  const { heads = 1 } = options;
  const [batch, tokens, channels] = q.shape;
  const fits = k.shape[0] === batch && k.shape[2] === channels && k.shape.every((size, axis) => size === v.shape[axis]);
  if (q.rank !== 3 || !fits) {
    const found = [q, k, v].map((each) => `[${each.shape.join(', ')}]`).join(', ');
    throw new RangeError(`attention: expected q [n, tokens, c] and k, v [n, tokens', c], found ${found}`);
  }
  if (!Number.isInteger(heads) || heads < 1 || channels % heads !== 0) {
    throw new RangeError(`attention: expected a number of heads that divides ${channels} channels, found ${heads}`);
  }
  const scale = options.scale ?? 1 / Math.sqrt(channels / heads);
  if (isFused('BraingenAttention')) {
    return tf.tidy(() => runKernels('BraingenAttention', { q, k, v }, { heads, scale })[0] as tf.Tensor3D);
  }
  return tf.tidy(() => {
    const split = (x: tf.Tensor3D): tf.Tensor4D =>
      tf.transpose(tf.reshape(x, [batch, x.shape[1], heads, channels / heads]), [0, 2, 1, 3]);
    const scores = tf.mul(tf.matMul(split(q), split(k), false, true), scale);
    const joined = tf.transpose(tf.matMul(tf.softmax(scores), split(v)), [0, 2, 1, 3]);
    return tf.reshape(joined, [batch, tokens, channels]) as tf.Tensor3D;
  });
}
