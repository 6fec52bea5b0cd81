import type { BaseOptions, Stage, StageTraining } from '@braingen/cascade';

/** An experiment's file: what is trained on whom, and how. */
export interface Experiment {
  readonly seed: string;
  /** Only the first so many of the folders are learnt from by the Gaussian model; all by default. */
  readonly cohorts?: number | undefined;
  readonly base?: BaseOptions | undefined;
  readonly stages: Readonly<Record<string, ExperimentStage>>;
}

export interface ExperimentStage {
  /** The name of a stage of this file whose averaged weights this one starts from, and which it then stands for. */
  readonly begin?: string | undefined;
  readonly stage: Stage;
  readonly training: StageTraining;
}

/** The names of the stages that a cascade is put together from: those that no other begins with. */
export function finalStages({ stages }: Experiment): string[] {
  const begun = Object.values(stages).map(({ begin }) => begin);
  return Object.keys(stages).filter((name) => !begun.includes(name));
}
