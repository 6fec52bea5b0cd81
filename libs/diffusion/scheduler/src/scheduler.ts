import type { Random } from '@braingen/volume';
import type { PredictionOptions } from './prediction.ts';
import type { NoiseSchedule } from './noise-schedule.ts';
import type { Spacing } from './spacing.ts';

/**
 * How one volume is to be sampled: besides its own options, what the model was trained to predict, the range that the predicted
 * x_0 is clipped to (nothing is clipped without one), and whether dynamic thresholding takes the place of cutting off.
 */
export interface SchedulerOptions extends PredictionOptions {
  /** Number of steps from noise to volume, 1 to T. */
  readonly steps: number;
  /** Which of the T training times are visited. @default the scheduler's own */
  readonly spacing?: Spacing | undefined;
  /** Where a stochastic method takes its noise from. One generator a volume, so that a volume depends on no other. */
  readonly random: Random;
}

/** What one step gives. */
export interface SchedulerStep {
  /** The sample at the next, less noisy time. */
  readonly x: Float32Array;
  /** The clean volume as the model sees it now (after clipping): frames of the denoising trajectory. */
  readonly x0: Float32Array;
}

/** The sampling of one volume. It may keep a memory of earlier steps, as multistep methods do. */
export interface SchedulerRun {
  /** The times at which the model is evaluated, from the noisiest on; a time may come twice where a method looks twice. */
  readonly timesteps: readonly number[];
  /**
   * One step, called for index = 0, 1, ... timesteps.length - 1 in turn.
   *
   * @param output the model's output for x at timesteps[index], as long as x; twice as long from a model that also predicts
   *   variances: first all predictions, then all variances, both in the order of x
   * @param x      the current sample, signal(t) x_0 + noise(t) epsilon; standard normal at index 0. Not written to.
   */
  step(output: Float32Array, index: number, x: Float32Array): SchedulerStep;
}

/**
 * A way from noise to volumes.
 *
 * The numbers of a volume come as a flat Float32Array in any axis order: a scheduler treats all alike.
 * A scheduler of your own is an object of this type; `schedulerContract` of '@braingen/scheduler/contract' tests it.
 */
export interface Scheduler {
  /** The name on the command line. */
  readonly name: string;
  /** Starts the sampling of one volume. */
  start(schedule: NoiseSchedule, options: SchedulerOptions): SchedulerRun;
  /** The inversion, where the method has one. */
  readonly inverse?: SchedulerInverse | undefined;
}

/**
 * A way from a volume to the noise that a deterministic scheduler makes it of, for editing: noise found under one condition is
 * sampled under another.
 *
 * Its runs are used as any other, with two differences: `step` gets the clean volume at index 0, and times grow. After the last
 * step x is the noise to start the scheduler from, with the same steps and spacing. It draws nothing.
 */
export interface SchedulerInverse {
  readonly name: string;
  /** Starts the inversion of one volume. */
  start(schedule: NoiseSchedule, options: Omit<SchedulerOptions, 'random'>): SchedulerRun;
}
