import { noCondition } from '@braingen/unet3d';
import type { Conditioning, ConditionValues } from '../../conditions/conditioning.ts';
import { encodeCondition, type ConditionSource } from '../../conditions/encode.ts';

/** How many numbers a cascade is conditioned on: covariates, and one for each class. */
export const covariateCount = (conditioning: Conditioning | undefined): number =>
  (conditioning?.covariates.length ?? 0) + (conditioning?.classes?.values.length ?? 0);

/** A condition as a cascade's numbers: covariates scaled to 0 .. 1, then 1 for the class and 0 for the others; -1 is unknown. */
export function cascadeCovariates(
  conditioning: Conditioning | undefined,
  values: ConditionValues,
  source: ConditionSource,
): number[] {
  if (!conditioning) return [];
  const { covariates, class: own } = encodeCondition(conditioning, values, source);
  const classes = conditioning.classes?.values.map((_, i) => (own === noCondition ? noCondition : Number(i === own)));
  return [...covariates, ...(classes ?? [])];
}
