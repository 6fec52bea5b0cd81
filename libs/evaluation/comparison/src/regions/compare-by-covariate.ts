import { sizesOf, type RegionName } from '@braingen/anatomy';
import { effectOf, type Resampling } from './effect-of.ts';
import { fitByCovariate, type CovariateFit, type SizedRegion } from './fit-by-covariate.ts';
import type { RegionByCovariate } from './region-comparison.ts';
import type { SegmentedBrain, SetName } from './segment-sets.ts';

/**
 * A region by a covariate of whose brain it is, such as the age: its slope in each set, and what sets differ by in brains of one
 * covariate, the size of the head taken out of both.
 *
 * @param relied the brains of each set in which the region can be relied on; those whose covariate is not known are left out
 */
export async function compareByCovariate(
  region: RegionName,
  relied: (set: SetName) => readonly SegmentedBrain[],
  options: Resampling,
): Promise<RegionByCovariate> {
  const sized = (set: SetName): SizedRegion[] =>
    relied(set).flatMap(({ covariate, volumes }) => {
      if (covariate === undefined) return [];
      const [{ value: ml, covariates }] = sizesOf([volumes], region);
      return [{ ml, head: covariates[0], covariate }];
    });
  const [real, synthetic, training] = (['real', 'synthetic', 'training'] as const).map(sized);
  // Both sets are shown for a head of one size.
  const all = [...real, ...synthetic];
  const head = all.reduce((sum, brain) => sum + brain.head, 0) / all.length;
  const fit = (brains: readonly SizedRegion[]): CovariateFit | null =>
    fitByCovariate(brains, head, options.confidence) ?? null;
  const adjusted = (brains: readonly SizedRegion[]) =>
    brains.map(({ ml, head: own, covariate }) => ({ value: ml, covariates: [own, covariate] }));
  return {
    real: fit(real),
    synthetic: fit(synthetic),
    ...(training.length > 0 && { training: fit(training) }),
    size: await effectOf(adjusted(synthetic), adjusted(real), options),
  };
}
