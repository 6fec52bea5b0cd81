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

/** Rows whose channels lie in one array, or the first of them in one and the others in a second one. */
export type SideBySide = readonly [first: Float32Array, second?: Float32Array];

/** Channels of the first array. */
function firstChannels(g: GroupNormGeometry, name: string, parts: SideBySide): number {
  const perChannel = g.batch * g.rows;
  const [first, ...others] = parts.map((part) => (part ? part.length / perChannel : 0));
  const found = others.reduce((sum, count) => sum + count, first);
  if (Number.isInteger(first) && found === g.channels) return first;
  throw new RangeError(
    `groupNorm: expected ${name} of ${perChannel} rows of ${g.channels} channels in all, found ${found} channels`,
  );
}

function numbersOf(g: GroupNormGeometry, first: number): number[] {
  if (g.channels % g.groups !== 0) {
    throw new RangeError(`groupNorm: expected groups that divide ${g.channels} channels, found ${g.groups}`);
  }
  return [g.batch, g.rows, g.channels, g.groups, g.epsilon, Number(g.silu), first];
}

/**
 * Group normalisation (Wu and He 2018).
 *
 * @param x [batch, rows, channels], in one array or two
 * @param scale [channels]
 * @param offset [channels]
 * @param y [batch, rows, channels], overwritten
 * @param statistics [batch, groups, 2], overwritten with mean and 1 / deviation, which the gradient needs
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
  const { batch, rows, channels, groups } = geometry;
  const numbers = numbersOf(geometry, firstChannels(geometry, 'x', x));
  checkLength('groupNorm', 'y', y, batch, rows, channels);
  for (const [name, array] of Object.entries({ scale, offset })) checkLength('groupNorm', name, array, channels);
  checkLength('groupNorm', 'statistics', statistics, batch, groups, 2);
  kernels.call('group_norm', [x[0], scale, offset, y, statistics, x[1] ?? null], numbers);
}

/** The gradients of `groupNorm`: dx like x, dscale and doffset [channels], all overwritten. */
export function groupNormGradient(
  kernels: Kernels,
  geometry: GroupNormGeometry,
  saved: { x: SideBySide; scale: Float32Array; offset: Float32Array; statistics: Float32Array },
  dy: Float32Array,
  gradients: { dx: SideBySide; dscale: Float32Array; doffset: Float32Array },
): void {
  const { batch, rows, channels } = geometry;
  const { x, scale, offset, statistics } = saved;
  const { dx, dscale, doffset } = gradients;
  const first = firstChannels(geometry, 'x', x);
  const firstOfGradient = firstChannels(geometry, 'dx', dx);
  if (first !== firstOfGradient) {
    throw new RangeError(`groupNorm: expected a dx of ${first} channels first, as x has, found ${firstOfGradient}`);
  }
  checkLength('groupNorm', 'dy', dy, batch, rows, channels);
  const buffers = [x[0], scale, offset, statistics, dy, dx[0], dscale, doffset, x[1] ?? null, dx[1] ?? null];
  kernels.call('group_norm_gradient', buffers, numbersOf(geometry, first));
}
