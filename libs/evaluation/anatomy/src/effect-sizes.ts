import { effectSize } from './effect-size.ts';
import { regionNames, type RegionName } from './regions.ts';
import { sizesOf, type BrainVolumes } from './region-sizes.ts';

/** How far the sizes of a region differ between two sets of brains. */
export interface EffectSize {
  readonly region: RegionName;
  /**
   * Cohen's d of the first set over the second: difference of the means over the root of the mean variance. NaN where a region has one
   * size in both sets.
   */
  readonly d: number;
}

/**
 * Effect sizes region by region, left and right together, with the size of the head taken out, as in Wu et al. 2024
 * (arXiv 2409.08463).
 *
 * @param first of at least two brains; @param second likewise
 * @throws RangeError if a set has fewer than two brains
 */
export function effectSizes(first: readonly BrainVolumes[], second: readonly BrainVolumes[]): EffectSize[] {
  return regionNames.map((region) => ({ region, d: effectSize(sizesOf(first, region), sizesOf(second, region)) }));
}
