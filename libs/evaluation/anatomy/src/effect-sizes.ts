import { regionNames, type RegionName } from './regions.ts';
import type { StructureVolume } from './segment.ts';

/** How far the sizes of a region differ between two sets of brains. */
export interface EffectSize {
  readonly region: RegionName;
  /**
   * Cohen's d of the first set over the second: difference of the means over the root of the mean variance. NaN where a region has one
   * size in both sets.
   */
  readonly d: number;
}

/** Millilitres of each structure of a brain, as `segment` gives them. */
export type BrainVolumes = readonly Pick<StructureVolume, 'region' | 'volumeMl'>[];

/**
 * Effect sizes region by region, left and right together, with the size of the head taken out: a region's volume less the slope of
 * its regression on the whole volume within the sets (one slope for both), as in Wu et al. 2024 (arXiv 2409.08463). The CSF of a brain
 * counts to its whole volume.
 *
 * @param first of at least two brains; @param second likewise
 * @throws RangeError if a set has fewer than two brains
 */
export function effectSizes(first: readonly BrainVolumes[], second: readonly BrainVolumes[]): EffectSize[] {
  if (first.length < 2 || second.length < 2)
    throw new RangeError(
      `effectSizes: expected at least 2 brains in each set, found ${first.length} and ${second.length}`,
    );
  const sets = [first, second];
  const heads = sets.map((set) => set.map((volumes) => volumes.reduce((sum, { volumeMl }) => sum + volumeMl, 0)));
  return regionNames.map((region) => {
    const sizes = sets.map((set) =>
      set.map((volumes) => volumes.reduce((sum, each) => sum + (each.region === region ? each.volumeMl : 0), 0)),
    );
    const slope = commonSlope(heads, sizes);
    const [a, b] = sizes.map((set, i) => momentsOf(set.map((size, k) => size - slope * heads[i][k])));
    return { region, d: (a.mean - b.mean) / Math.sqrt((a.variance + b.variance) / 2) };
  });
}

/** The slope of y on x within sets: of deviations from each set's own means. 0 where x does not vary. */
function commonSlope(x: readonly (readonly number[])[], y: readonly (readonly number[])[]): number {
  let [products, squares] = [0, 0];
  x.forEach((set, i) => {
    const [meanX, meanY] = [momentsOf(set).mean, momentsOf(y[i]).mean];
    set.forEach((value, k) => {
      products += (value - meanX) * (y[i][k] - meanY);
      squares += (value - meanX) ** 2;
    });
  });
  return squares === 0 ? 0 : products / squares;
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
}
