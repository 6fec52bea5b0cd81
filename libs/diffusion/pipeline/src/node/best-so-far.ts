import type { TrainingReport, ValidationReport } from '../model-kind.ts';

/** The lowest validation loss of a run, or of each of its stages, and how long ago it was. */
export interface BestSoFar {
  /** Takes a validation loss: whether it is the lowest, and whether the patience is at an end. */
  take(report: ValidationReport): { isBest: boolean; isEnough: boolean };
  /** Whether the patience was at an end with the last loss of the run, or of a stage. */
  isEnough(stage?: string): boolean;
}

/**
 * Follows a run's validation losses.
 *
 * @param before the log of the run as far as it goes on from there
 * @param patience losses in a row that are not the lowest, after which it is enough
 */
export function bestSoFar(before: readonly TrainingReport[], patience: number = Infinity): BestSoFar {
  const stages = new Map<string | undefined, { lowest: number; since: number }>();
  const isEnough = (stage?: string): boolean => (stages.get(stage)?.since ?? 0) >= patience;
  const take = ({ stage, validationLoss }: ValidationReport): { isBest: boolean; isEnough: boolean } => {
    const { lowest, since } = stages.get(stage) ?? { lowest: Infinity, since: 0 };
    const isBest = validationLoss < lowest;
    stages.set(stage, isBest ? { lowest: validationLoss, since: 0 } : { lowest, since: since + 1 });
    return { isBest, isEnough: isEnough(stage) };
  };
  for (const line of before)
    if (line.validationLoss !== undefined) take({ ...line, validationLoss: line.validationLoss });
  return { take, isEnough };
}
