import { tf } from '../tf.ts';
import { isFused, runKernels } from './fused.ts';
import { channelsOf, checkBeside, joined, type SideBySide } from './side-by-side.ts';
import { silu } from './silu.ts';

export interface GroupNormOptions {
  /** Channels are normalised in so many groups of neighbours. */
  readonly groups: number;
  /** Added to the variance. @default 1e-6 */
  readonly epsilon?: number;
  /** Applies SiLU to the result, in the same pass. @default false */
  readonly silu?: boolean;
}

/**
 * Group normalisation (Wu and He 2018): each group of channels of each item of the batch to mean 0 and variance 1,
 * then channel by channel times scale plus offset.
 *
 * @param x [n, ..., c], or two of which the channels lie side by side and are normalised together
 * @param scale [c]
 * @param offset [c]
 * @throws RangeError if the groups do not divide the channels, or scale or offset do not fit
 */
export function groupNorm<T extends tf.Tensor>(
  x: SideBySide<T>,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  options: GroupNormOptions,
): T {
  const { groups, epsilon = 1e-6, silu: withSilu = false } = options;
  const [first, beside] = x instanceof tf.Tensor ? [x] : x;
  const channels = channelsOf(first) + (beside ? channelsOf(beside) : 0);
  if (first.rank < 2) throw new RangeError(`groupNorm: expected x as [n, ..., c], found [${first.shape.join(', ')}]`);
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new RangeError(`groupNorm: expected a number of groups that divides ${channels} channels, found ${groups}`);
  }
  if (beside) checkBeside(first, beside);
  for (const [name, each] of Object.entries({ scale, offset })) {
    if (each.size === channels) continue;
    throw new RangeError(`groupNorm: expected ${name} of ${channels} values, found [${each.shape.join(', ')}]`);
  }
  if (isFused('BraingenGroupNorm')) {
    const attributes = { groups, epsilon, silu: withSilu };
    return tf.tidy(() => {
      if (!beside) return runKernels('BraingenGroupNorm', { x: first, scale, offset }, attributes)[0] as T;
      return runKernels('BraingenGroupNormBeside', { x: first, beside, scale, offset }, attributes)[0] as T;
    });
  }
  return tf.tidy(() => {
    const whole = joined(x);
    const grouped = tf.reshape(whole, [whole.shape[0], -1, groups, channels / groups]);
    const { mean, variance } = tf.moments(grouped, [1, 3], true);
    const normal = tf.reshape(tf.mul(tf.sub(grouped, mean), tf.rsqrt(tf.add(variance, epsilon))), whole.shape);
    const y = tf.add(tf.mul(normal, scale), offset) as T;
    return withSilu ? silu(y) : y;
  });
}

/** `groupNorm` followed by SiLU, in one pass. */
export function groupNormSilu<T extends tf.Tensor>(
  x: SideBySide<T>,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  options: Omit<GroupNormOptions, 'silu'>,
): T {
  return groupNorm(x, scale, offset, { ...options, silu: true });
}
