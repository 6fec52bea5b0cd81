import type { VoxelArray } from './geometry/volume.ts';
import { quantiles } from './quantile.ts';
import { thinned } from './thinned.ts';

const enoughVoxels = 300_000;

/** A range of intensities. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * The range for a histogram of an image: from the darkest to the brightest, but for one voxel in a thousand at either end, so
 * that no spike or burnt-in mark decides its bins; what lies beyond counts in the first or last one. Voxels that are not finite are left out.
 */
export function histogramRange(voxels: VoxelArray): Range {
  const finite = thinned(voxels, enoughVoxels).filter(Number.isFinite);
  const [low, high] = quantiles(finite, [0.001, 0.999]);
  if (high > low) return { low, high };
  // The tails may hold all the contrast there is.
  let [least, most] = [Infinity, -Infinity];
  for (const value of voxels) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { low: least, high: most };
}

/**
 * The range that tissue's intensities lie in, vessels and fat included: the middle nine tenths, and `reach` times their width
 * to either side. What lies beyond is a spike or a mark.
 */
export function tissueRange(values: VoxelArray, reach: number): Range {
  const [low, high] = quantiles(thinned(values, enoughVoxels), [0.05, 0.95]);
  const margin = reach * (high - low);
  return { low: low - margin, high: high + margin };
}
