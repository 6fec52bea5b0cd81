import type { TrainingReport, ValidationReport } from '../model-kind.ts';

/** The lowest validation loss of a run, or of each of its stages, and how long ago it was. */
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
  const stages = new Map<string | undefined, { lowest: number; since: number }>();
  const take = ({ stage, validationLoss }: ValidationReport): { isBest: boolean; isEnough: boolean } => {
    const { lowest, since } = stages.get(stage) ?? { lowest: Infinity, since: 0 };
    const isBest = validationLoss < lowest;
    const now = isBest ? { lowest: validationLoss, since: 0 } : { lowest, since: since + 1 };
    stages.set(stage, now);
    return { isBest, isEnough: now.since >= patience };
  };
  for (const line of before)
    if (line.validationLoss !== undefined) take({ ...line, validationLoss: line.validationLoss });
  return { take };
}
