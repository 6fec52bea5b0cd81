import type { Random } from '@braingen/volume';

/**
 * The forward process: x_t = signal(t) x_0 + noise(t) epsilon, with T times from almost clean to almost pure
 * noise. Times before the first are the clean volume itself.
 */
export interface NoiseSchedule {
  /** What rebuilds it: goes into a checkpoint as it is. */
  readonly settings: ScheduleSettings;
  /** T, the number of times. */
  readonly steps: number;
  /** How far the times of a flow are moved towards noise, in training and in sampling; 1 elsewhere. See `shiftTime`. */
  readonly timestepShift: number;
  /** The cleanest time: 0, so that the noisiest is T - 1; in a flow 1, so that it is T. */
  readonly first: number;
  /** beta_t: the share of the variance that step t replaces by noise. */
  readonly betas: Float64Array;
  /** alpha_t = 1 - beta_t. */
  readonly alphas: Float64Array;
  /** alpha-bar_t: the share of the variance that is still signal. */
  readonly alphasCumprod: Float64Array;
  /** Factor of x_0 at time t, which need not be whole: sqrt(alpha-bar_t) in a variance-preserving schedule. */
  signal(t: number): number;
  /** Factor of epsilon at time t: sqrt(1 - alpha-bar_t) in a variance-preserving schedule. */
  noise(t: number): number;
  /** A time to train at, all times alike; `drawTime` has other ways. */
  draw(random: Random): number;
}

/** The shape of the betas, or 'flow' for the straight line between volume and noise. */
export type ScheduleKind = 'linear' | 'scaled_linear' | 'sigmoid' | 'cosine' | 'flow';

/** Plain values that describe a schedule completely. */
export interface ScheduleSettings {
  /** @default 'scaled_linear' */
  readonly kind?: ScheduleKind | undefined;
  /** T. @default 1000 */
  readonly steps?: number | undefined;
  /** 'cosine' and 'flow' have no use for it. @default 0.0005 */
  readonly betaStart?: number | undefined;
  /** 'cosine' and 'flow' have no use for it. @default 0.0195 */
  readonly betaEnd?: number | undefined;
  /**
   * Moves the whole curve of log signal-to-noise ratios by 2 ln(shift): above 1 there is less noise at every time. Small grids
   * need less noise, for each of their voxels stands for many (Hoogeboom, Heek and Salimans 2023, section 3.1, where large images
   * need more).
   * @default 1
   */
  readonly snrShift?: number | undefined;
  /**
   * For 'flow': moves the times that are trained and sampled, and that the model gets, towards noise (Esser et al. 2024, equation
   * 23), where `snrShift` moves the noise under them; `resolutionShift` gives one for a grid.
   * @default 1
   */
  readonly timestepShift?: number | undefined;
  /**
   * Rescales so that the last time is pure noise (Lin et al. 2024, algorithm 1). Needs 'v' or 'sample' prediction.
   * @default false
   */
  readonly zeroTerminalSnr?: boolean | undefined;
  /**
   * Keeps the times up to the one at which noise / signal first reaches this, so that sampling starts there: where a coarse model
   * of the data, such as a Gaussian, is as good as a network above it.
   * @default all of them
   */
  readonly sigmaMax?: number | undefined;
}
