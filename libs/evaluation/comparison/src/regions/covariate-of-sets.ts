import { momentsOf } from '@braingen/anatomy';
import type { CovariateOfSet } from './region-comparison.ts';
import type { SegmentedBrain, SetName } from './segment-sets.ts';

/** What is known of a covariate in each set, and in words what cannot be said for want of it. */
export function covariateOfSets(
  name: string,
  of: (set: SetName) => readonly SegmentedBrain[],
): { readonly sets: readonly CovariateOfSet[]; readonly doubts: readonly string[] } {
  const sets = (['real', 'synthetic', 'training'] as const)
    .filter((set) => of(set).length > 0)
    .map((set): CovariateOfSet => {
      const known = of(set).flatMap(({ covariate }) => covariate ?? []);
      const { mean, variance } = momentsOf(known);
      const spread = known.length === 0 ? null : { mean, deviation: known.length < 2 ? 0 : Math.sqrt(variance) };
      return { set, known: known.length, of: of(set).length, spread };
    });
  const doubts = sets.flatMap(({ set, known, of: all, spread }) => {
    if (set === 'training') return [];
    if (known === 0) return [`${name} is not known of the ${set} brains`];
    if (spread?.deviation === 0) return [`${name} is ${spread.mean} in all ${set} brains of which it is known`];
    return known < all ? [`${name} is not known of ${all - known} of ${all} ${set} brains`] : [];
  });
  return { sets, doubts };
}
