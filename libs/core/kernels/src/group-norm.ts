import { checkLength } from './check-length.ts';
import type { Kernels } from './kernels.ts';

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

function numbersOf(g: GroupNormGeometry): number[] {
  if (g.channels % g.groups !== 0) {
    throw new RangeError(`groupNorm: expected groups that divide ${g.channels} channels, found ${g.groups}`);
  }
  return [g.batch, g.rows, g.channels, g.groups, g.epsilon, Number(g.silu)];
}

/**
 * Group normalisation (Wu and He 2018).
 *
 * @param x [batch, rows, channels]
 * @param scale [channels]
 * @param offset [channels]
 * @param y like x, overwritten
 * @param statistics [batch, groups, 2], overwritten with mean and 1 / deviation, which the gradient needs
 */
export function groupNorm(
  kernels: Kernels,
  geometry: GroupNormGeometry,
  x: Float32Array,
  scale: Float32Array,
  offset: Float32Array,
  y: Float32Array,
  statistics: Float32Array,
): void {
  const { batch, rows, channels, groups } = geometry;
  for (const [name, array] of Object.entries({ x, y })) checkLength('groupNorm', name, array, batch, rows, channels);
  for (const [name, array] of Object.entries({ scale, offset })) checkLength('groupNorm', name, array, channels);
  checkLength('groupNorm', 'statistics', statistics, batch, groups, 2);
  kernels.call('group_norm', [x, scale, offset, y, statistics], numbersOf(geometry));
}

/** The gradients of `groupNorm`: dx like x, dscale and doffset [channels], all overwritten. */
export function groupNormGradient(
  kernels: Kernels,
  geometry: GroupNormGeometry,
  saved: { x: Float32Array; scale: Float32Array; offset: Float32Array; statistics: Float32Array },
  dy: Float32Array,
  gradients: { dx: Float32Array; dscale: Float32Array; doffset: Float32Array },
): void {
  const { batch, rows, channels } = geometry;
  const { x, scale, offset, statistics } = saved;
  const { dx, dscale, doffset } = gradients;
  for (const [name, array] of Object.entries({ x, dy, dx }))
    checkLength('groupNorm', name, array, batch, rows, channels);
  const buffers = [x, scale, offset, statistics, dy, dx, dscale, doffset];
  kernels.call('group_norm_gradient', buffers, numbersOf(geometry));
}
