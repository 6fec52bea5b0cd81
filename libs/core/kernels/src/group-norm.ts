import type { Kernels } from './kernels.ts';
import { checkSizes } from './signature.ts';

/** Sizes of a group normalisation: x is [batch, rows, channels]. */
export interface GroupNormGeometry {
  readonly batch: number;
  readonly rows: number;
  readonly channels: number;
  readonly groups: number;
  readonly epsilon: number;
  /** Whether SiLU follows. */
  readonly silu: boolean;
}

/** Rows whose channels lie in one array, or the first of them in one and the others in a second one. */
export type SideBySide = readonly [first: Float32Array, second?: Float32Array];

/** How many channels lie in the first array, and the second one if there is one. */
function divide(operation: string, { batch, rows }: GroupNormGeometry, parts: SideBySide) {
  checkSizes(operation, { batch, rows });
  const [x, rest] = parts;
  return { first: x.length / (batch * rows), x, rest: rest ?? null };
}

/**
 * Group normalisation (Wu and He 2018).
 *
 * @param x [batch, rows, channels], in one array or two
 * @param scale [channels]
 * @param offset [channels]
 * @param y [batch, rows, channels], overwritten
 * @param statistics [batch, groups, 2], overwritten with mean and 1 / deviation, which the gradient needs
 * @throws RangeError if a size is none, groups do not divide the channels, or an array is not as long as it should be
 */
export function groupNorm(
  kernels: Kernels,
  geometry: GroupNormGeometry,
  x: SideBySide,
  scale: Float32Array,
  offset: Float32Array,
  y: Float32Array,
  statistics: Float32Array,
): void {
  const parts = divide('groupNorm', geometry, x);
  kernels.call('group_norm', { ...geometry, ...parts, scale, offset, y, statistics });
}

/** The gradients of `groupNorm`: dx like x, dscale and doffset [channels], all overwritten. */
export function groupNormGradient(
  kernels: Kernels,
  geometry: GroupNormGeometry,
  saved: { x: SideBySide; scale: Float32Array; offset: Float32Array; statistics: Float32Array },
  dy: Float32Array,
  gradients: { dx: SideBySide; dscale: Float32Array; doffset: Float32Array },
): void {
  const parts = divide('groupNormGradient', geometry, saved.x);
  const [dx, drest] = gradients.dx;
  kernels.call('group_norm_gradient', { ...geometry, ...saved, ...parts, dy, ...gradients, dx, drest: drest ?? null });
}
