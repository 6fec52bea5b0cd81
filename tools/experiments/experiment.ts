import type { BaseOptions, Stage, StageTraining } from '@braingen/cascade';

/** An experiment's file: what is trained on whom, and how. */
export interface Experiment {
  readonly seed: string;
  /** Only the first so many of the folders are learnt from by the Gaussian model; all by default. */
  readonly cohorts?: number | undefined;
  readonly base?: BaseOptions | undefined;
  readonly stages: Readonly<Record<string, { readonly stage: Stage; readonly training: StageTraining }>>;
}
