import type { Kernels } from './kernels.ts';

/** Sizes of an attention: q is [batch, tokens, channels], k and v are [batch, others, channels]. */
export interface AttentionGeometry {
  readonly batch: number;
  readonly tokens: number;
  readonly others: number;
  readonly channels: number;
  /** A divisor of the channels. */
  readonly heads: number;
  readonly scale: number;
}

/**
 * softmax(scale q k^T) v, head by head, without holding tokens x tokens.
 *
 * @param y like q, overwritten
 * @param logs [batch, heads, tokens], overwritten with the logarithm of each softmax's sum, which the gradient needs
 * @throws RangeError if a size is none, or an array has not the length the geometry says
 */
export function attention(
  kernels: Kernels,
  geometry: AttentionGeometry,
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  y: Float32Array,
  logs: Float32Array,
): void {
  kernels.call('attention', { ...geometry, q, k, v, y, logs });
}

/**
 * The gradients of `attention`, like q, k and v, all overwritten.
 *
 * @throws RangeError if a size is none, or an array has not the length the geometry says
 */
export function attentionGradient(
  kernels: Kernels,
  geometry: AttentionGeometry,
  saved: { q: Float32Array; k: Float32Array; v: Float32Array; y: Float32Array; logs: Float32Array },
  dy: Float32Array,
  gradients: { dq: Float32Array; dk: Float32Array; dv: Float32Array },
): void {
  kernels.call('attention_gradient', { ...geometry, ...saved, dy, ...gradients });
}
