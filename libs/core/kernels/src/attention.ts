import { checkLength } from './check-length.ts';
import type { Kernels } from './kernels.ts';

/** Sizes of an attention: q is [batch, tokens, channels], k and v are [batch, others, channels]. */
export interface AttentionGeometry {
  readonly batch: number;
  readonly tokens: number;
  readonly others: number;
  readonly channels: number;
  readonly heads: number;
  readonly scale: number;
}

function numbersOf(g: AttentionGeometry): number[] {
  if (g.channels % g.heads !== 0) {
    throw new RangeError(`attention: expected heads that divide ${g.channels} channels, found ${g.heads}`);
  }
  return [g.batch, g.tokens, g.others, g.channels, g.heads, g.scale];
}

/**
 * softmax(scale q k^T) v, head by head, without holding tokens x tokens.
 *
 * @param y like q, overwritten
 * @param logs [batch, heads, tokens], overwritten with the logarithm of each softmax's sum, which the gradient needs
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
  const { batch, tokens, others, channels, heads } = geometry;
  for (const [name, array] of Object.entries({ q, y })) checkLength('attention', name, array, batch, tokens, channels);
  for (const [name, array] of Object.entries({ k, v })) checkLength('attention', name, array, batch, others, channels);
  checkLength('attention', 'logs', logs, batch, heads, tokens);
  kernels.call('attention', [q, k, v, y, logs], numbersOf(geometry));
}

/** The gradients of `attention`, like q, k and v, all overwritten. */
export function attentionGradient(
  kernels: Kernels,
  geometry: AttentionGeometry,
  saved: { q: Float32Array; k: Float32Array; v: Float32Array; y: Float32Array; logs: Float32Array },
  dy: Float32Array,
  gradients: { dq: Float32Array; dk: Float32Array; dv: Float32Array },
): void {
  const { batch, tokens, others, channels } = geometry;
  const { q, k, v, y, logs } = saved;
  const { dq, dk, dv } = gradients;
  for (const [name, array] of Object.entries({ q, y, dy, dq })) {
    checkLength('attention', name, array, batch, tokens, channels);
  }
  for (const [name, array] of Object.entries({ k, v, dk, dv })) {
    checkLength('attention', name, array, batch, others, channels);
  }
  kernels.call('attention_gradient', [q, k, v, y, logs, dy, dq, dk, dv], numbersOf(geometry));
}
