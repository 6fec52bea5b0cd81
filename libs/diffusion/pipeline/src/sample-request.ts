import type { Resampling } from '@braingen/sampler';
import type { DdpmVariance, Scheduler, Thresholding } from '@braingen/scheduler';
import type { ProgressOptions, Volume } from '@braingen/volume';
import type { ConditionLists } from './conditions/condition-lists.ts';
import type { ConditionValues } from './conditions/conditioning.ts';

/** A preprocessed volume that sampling starts from. */
export interface InputVolume {
  readonly volume: Volume;
  /** What errors and warnings call it. */
  readonly name: string;
}

/** A region that is drawn again, all else kept. */
export interface InpaintRequest extends InputVolume {
  /** On the grid of the volume: above 0.5 is drawn. */
  readonly mask: Volume;
  /** How often each stretch of the reverse process is repeated. @default 5 */
  readonly resampling?: Resampling | undefined;
}

/** A volume that is changed into what `condition` says. */
export interface EditRequest extends InputVolume {
  /** Its own covariates; those that the network is not conditioned on are ignored. @default none */
  readonly known?: ConditionValues | undefined;
  /** Covariates that take the place of `known`; one that the network is not conditioned on is an error. @default none */
  readonly from?: ConditionValues | undefined;
  /** Fraction of the inversion trajectory: 1 goes to pure noise, less keeps more of the volume. @default 1 */
  readonly strength?: number | undefined;
}

/** What to sample. A volume depends on the model, the seed, its number and the settings alone. */
export interface SampleRequest extends ProgressOptions {
  /** How many volumes. @default 1, or as many as an edit has conditions */
  readonly count?: number | undefined;
  /** The number of the first volume. @default 0 */
  readonly first?: number | undefined;
  /** The numbers of the volumes, ascending, in place of `first` and `count`. @default `count` volumes from `first` on */
  readonly numbers?: readonly number[] | undefined;
  /** @default 1 */
  readonly seed?: number | undefined;
  /** Covariates of the volumes: a value for all, or a list, one volume after the other. @default unconditioned */
  readonly condition?: ConditionLists | undefined;
  /** Scale of classifier-free guidance. @default 1: none */
  readonly guidance?: number | undefined;
  /** Of a cascade: scale of its network's correction of the Gaussian model, as in `sampleCascade`. @default the run's own */
  readonly autoguidance?: number | undefined;
  /** A name of @braingen/scheduler, or a scheduler. @default the run's own */
  readonly scheduler?: string | Scheduler | undefined;
  /** Of ddim. @default the run's own */
  readonly eta?: number | undefined;
  /** Of ddpm. @default the run's own */
  readonly variance?: DdpmVariance | undefined;
  /** Steps of the scheduler. @default the run's own */
  readonly steps?: number | undefined;
  /** Volumes sampled at once. @default the run's own */
  readonly batchSize?: number | undefined;
  /** Dynamic thresholding of the predicted volume in place of clipping. @default the run's own */
  readonly thresholding?: Thresholding | undefined;
  /** Draws a region of a volume again. @default none: from noise */
  readonly inpaint?: InpaintRequest | undefined;
  /** Changes a volume into what `condition` says. @default none: from noise */
  readonly edit?: EditRequest | undefined;
  /** Gets the predicted clean volume after each step. */
  readonly onFrame?: ((frame: { readonly number: number; readonly volume: Volume }) => void) | undefined;
}

/** A synthetic volume. */
export interface Sample {
  readonly number: number;
  readonly volume: Volume;
  /** What it was conditioned on, where the model has conditions. */
  readonly condition?: ConditionValues | undefined;
}

/** A request with nothing left open. */
export interface SamplingPlan {
  /** The numbers of the volumes, ascending. */
  readonly numbers: readonly number[];
  readonly seed: number;
  readonly warnings: readonly string[];
  /** The settings that a volume depends on besides seed and number, as plain JSON: scheduler, steps, guidance and others. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What a volume is conditioned on, by its number. */
  readonly conditionOf: (number: number) => ConditionValues | undefined;
  /** Samples, one volume after the other as they are finished. */
  sampleEach(): AsyncGenerator<Sample, void, void>;
}
