import type { TrainingReport, ValidationReport } from '../model-kind.ts';

/** The lowest validation loss of a run, and how long ago it was. */
export interface BestSoFar {
  /** Takes a validation loss: whether it is the lowest, and whether the patience is at an end. */
  take(report: ValidationReport): { isBest: boolean; isEnough: boolean };
}

/**
 * Follows a run's validation losses.
 *
 * @param before the log of the run as far as it goes on from there
 * @param patience losses in a row that are not the lowest, after which it is enough
 */
export function bestSoFar(before: readonly TrainingReport[], patience: number = Infinity): BestSoFar {
  let [lowest, since] = [Infinity, 0];
  const take = ({ validationLoss }: ValidationReport): { isBest: boolean; isEnough: boolean } => {
    const isBest = validationLoss < lowest;
    if (isBest) lowest = validationLoss;
    since = isBest ? 0 : since + 1;
    return { isBest, isEnough: since >= patience };
  };
  for (const line of before)
    if (line.validationLoss !== undefined) take({ ...line, validationLoss: line.validationLoss });
  return { take };
}
