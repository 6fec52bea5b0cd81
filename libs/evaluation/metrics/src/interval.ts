import type { Random } from '@braingen/volume';
import { twoParts } from './halves.ts';
import type { Interval } from './metric.ts';
import type { Pace } from './pace.ts';
import { once, type Statistic } from './statistic.ts';
import { studentQuantile } from './student.ts';

/** How an interval is made of the two variances, as measured by coverage. */
export interface IntervalCalibration {
  /** Share added to the variance of leaving out one, where a skewed figure's own deviation is small when the figure is low. */
  readonly widening: number;
  /** Share taken off of what leaving out half has more, up to half as much. */
  readonly excess: number;
  /** Share of its reach by which an interval is moved up, where the figure is skewed. */
  readonly lean: number;
}

export interface IntervalOptions {
  /** Random halves. */
  readonly resamples: number;
  /** Coverage, between 0 and 1. */
  readonly confidence: number;
  readonly random: Random;
  /** Gives the event loop its turn and hears how far it is. @default none */
  readonly pace?: Pace | undefined;
  /** @default `{ widening: 0, excess: 0.25, lean: 0 }` */
  readonly calibration?: IntervalCalibration | undefined;
  /**
   * False for a figure that jumps when one member goes, as those of nearest neighbours do: halves alone decide then.
   * @default true
   */
  readonly isSmooth?: boolean | undefined;
}

/** Fewer volumes than this have no spread that could be known. */
const fewest = 3;

/**
 * Confidence interval of a figure of sets of the given sizes: the figure, plus and minus Student's t (degrees of
 * freedom: the smallest set's size less one) times a standard deviation from leaving out one member (the jackknife,
 * Efron & Stein 1981, Ann. Stat. 9:586) and half of them (Shao & Wu 1989, Ann. Stat. 17:1176).
 *
 * Leaving out one counts what depends on pairs of members twice, leaving out half counts it three times, and such
 * pairs are all there is where two sets come from one population; so a share of the excess of the second over the first is
 * taken off (`calibration`). All of it would be right on average there and too little on many sets. The bootstrap is no help there: its
 * repeats are pairs of their own, and its intervals of FID were twice as wide as they should be.
 * `tools/metrics/coverage.ts` measures how often the intervals hold the truth.
 *
 * @returns null where a set has fewer than three members
 * @throws RangeError if the figure of the sets themselves is not finite
 */
export async function confidenceInterval(
  statistic: Statistic,
  sizes: readonly number[],
  options: IntervalOptions,
): Promise<Interval | null> {
  const value = statistic(...sizes.map(once));
  if (!Number.isFinite(value)) throw new RangeError(`confidenceInterval: expected a finite figure, found ${value}`);
  const smallest = Math.min(...sizes);
  if (smallest < fewest) {
    await options.pace?.tick(options.resamples);
    return null;
  }
  const one = leavingOutOne(statistic, sizes);
  const half = await leavingOutHalf(statistic, sizes, options);
  const { isSmooth = true, calibration = uncalibrated } = options;
  const variance = Number.isFinite(half) ? combined(one, half, isSmooth, calibration) : one;
  const reach = studentQuantile((1 + options.confidence) / 2, smallest - 1) * Math.sqrt(variance);
  const middle = value + calibration.lean * reach;
  return [middle - reach, middle + reach];
}

const uncalibrated: IntervalCalibration = { widening: 0, excess: 0.25, lean: 0 };

function combined(one: number, half: number, isSmooth: boolean, { widening, excess }: IntervalCalibration): number {
  if (!isSmooth) return half;
  const off = Math.min(0.5 * excess * one, Math.max(0, excess * (half - one)));
  return (1 + widening) * one - off;
}

/** The jackknife's variance. */
function leavingOutOne(statistic: Statistic, sizes: readonly number[]): number {
  return sizes.reduce((variance, size, set) => {
    const values = Float64Array.from({ length: size }, (_, left) => {
      const counts = sizes.map(once);
      counts[set][left] = 0;
      return statistic(...counts);
    });
    return variance + (size - 1) * varianceOf(values);
  }, 0);
}

/** Variance over random halves of all sets at once; NaN where the figure is not defined on halves. */
async function leavingOutHalf(
  statistic: Statistic,
  sizes: readonly number[],
  { resamples, random, pace }: IntervalOptions,
): Promise<number> {
  const values = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    values[i] = statistic(...sizes.map((size) => twoParts(size, Math.ceil(size / 2), random)[0]));
    await pace?.tick();
  }
  // An odd set's larger part leaves out less than half of it.
  const [whole, kept] = [Math.min(...sizes), Math.ceil(Math.min(...sizes) / 2)];
  return varianceOf(values) * (kept / (whole - kept));
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
