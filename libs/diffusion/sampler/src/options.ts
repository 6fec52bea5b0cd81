import type { Conditions, Model } from '@braingen/engine';
import type { ClipRange, NoiseSchedule, PredictionType, Scheduler, Spacing, Thresholding } from '@braingen/scheduler';
import type { Random, ProgressOptions } from '@braingen/volume';

/** What is seen of a volume after each evaluation of the model. Arrays are not written to afterwards. */
export interface SamplingFrame {
  /** The volume's number. */
  readonly volume: number;
  /** Evaluations done, 1 to `evaluations`. */
  readonly evaluation: number;
  readonly evaluations: number;
  /** The time of this evaluation. */
  readonly t: number;
  /** The sample after the step. */
  readonly x: Float32Array;
  /** The clean volume as the model sees it now. */
  readonly x0: Float32Array;
}

/** A model, and what its predictions mean. */
export interface ModelOptions<C = never> {
  readonly model: Model<C>;
  readonly schedule: NoiseSchedule;
  /** Of each volume: [d, h, w, c]. */
  readonly shape: readonly [number, number, number, number];
  /** What the model was trained to predict. @default 'epsilon' */
  readonly predictionType?: PredictionType | undefined;
  /** The conditions of volumes. @default nothing */
  readonly conditions?: Conditions<C> | undefined;
  /**
   * Scale of classifier-free guidance, 0 or more: 1 is the conditioned model, above it the condition counts for
   * more, 0 leaves it out. Any scale but 0 and 1 evaluates the model twice.
   *
   * @default 1
   */
  readonly guidance?: number | undefined;
}

export interface SamplingOptions<C = never> extends ModelOptions<C>, ProgressOptions {
  readonly scheduler: Scheduler;
  /** How many volumes. */
  readonly count: number;
  /** The number of the first volume, so that a long list can be made in parts. @default 0 */
  readonly first?: number | undefined;
  /** Steps of the scheduler. */
  readonly steps: number;
  /** The range of the data, which the predicted x_0 is held to; null clips nothing. @default [-1, 1] */
  readonly clip?: ClipRange | null | undefined;
  /** Dynamic thresholding of the predicted x_0 in place of clipping. @default off */
  readonly thresholding?: Thresholding | undefined;
  /**
   * The clean volume, in the order of the shape, that sampling starts from, drowned in the noise of the first time: a draw from a
   * coarse model of the data, such as a Gaussian, where the schedule ends before pure noise (`sigmaMax`).
   * @default zeros
   */
  readonly begin?: ((volume: number, random: Random) => Float32Array) | undefined;
  /** @default the scheduler's own */
  readonly spacing?: Spacing | undefined;
  /** A volume depends on it and on the volume's number alone. */
  readonly seed: number | string;
  /** Volumes that go through the model together. It changes the memory needed, not the volumes. @default 1 */
  readonly batchSize?: number | undefined;
  readonly onStep?: ((frame: SamplingFrame) => void) | undefined;
}

/** A finished volume. */
export interface SampledVolume {
  readonly volume: number;
  /** In the order of the shape [d, h, w, c]. */
  readonly data: Float32Array;
}

/** @throws RangeError where options make no sense, named by the function that was called */
export function checkOptions(
  caller: string,
  {
    shape,
    guidance = 1,
    conditions,
    count,
    batchSize = 1,
  }: Pick<SamplingOptions, 'shape' | 'count'> &
    Pick<Partial<SamplingOptions<unknown>>, 'guidance' | 'conditions' | 'batchSize'>,
): void {
  for (const [name, value] of Object.entries({ count, batchSize, shape: Math.min(...shape) })) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${caller}: expected ${name} of at least 1, found ${value}`);
  }
  if (!(guidance >= 0 && guidance < Infinity))
    throw new RangeError(`${caller}: expected guidance of 0 or more, found ${guidance}`);
  if (guidance !== 1 && !conditions)
    throw new RangeError(`${caller}: expected conditions to guide by, found none with guidance ${guidance}`);
}
