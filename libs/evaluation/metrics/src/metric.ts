import type { ProgressOptions, Volume } from '@braingen/volume';

/** The two ends of a confidence interval, low first. */
export type Interval = readonly [low: number, high: number];

/** The options of every metric. */
export interface MetricOptions extends ProgressOptions {
  /** Seed of every random choice: resamples, splits, pairs. The same seed gives the same figures. @default 0 */
  readonly seed?: number | undefined;
  /** Random halves of each set of volumes, for the interval. @default 1000 */
  readonly resamples?: number | undefined;
  /** Coverage of the interval, between 0 and 1. @default 0.95 */
  readonly confidence?: number | undefined;
}

/** One figure with all that is needed to read it. It survives JSON: no NaN, no infinity, no typed array. */
export interface MetricResult {
  readonly name: string;
  readonly value: number;
  /** null where a set has too few volumes to say how much the figure varies. */
  readonly interval: Interval | null;
  /** How many volumes stand behind the figure. */
  readonly n: { readonly real: number; readonly synthetic: number };
  /** Everything that changes the figure: features, kernel, window, how the interval was made. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The same figure among real volumes alone: what a perfect generator would be measured at. */
  readonly baseline?: { readonly value: number; readonly interval: Interval | null };
  /** Whether small is good, large is good, or near the baseline is good. */
  readonly better?: 'lower' | 'higher' | 'baseline';
}

/**
 * A figure of merit of a set of synthetic volumes. To add one, export an object of this type from one file, call
 * `metricContract` of `@braingen/metrics/contract` in its test, and add one line to the registry; a metric from outside
 * is the default export of a module.
 */
export interface Metric {
  /** Short, unique, as a table's row is called: "FID". */
  readonly name: string;
  /**
   * @param real volumes of one shape
   * @param synthetic volumes of the same shape
   * @throws RangeError if shapes differ, voxels are not finite, or a set is too small for the metric
   */
  evaluate(real: readonly Volume[], synthetic: readonly Volume[], options?: MetricOptions): Promise<MetricResult>;
}
