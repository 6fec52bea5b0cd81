import type { Random } from '@braingen/volume';
import type { Interval } from './metric.ts';
import type { Pace } from './pace.ts';

/**
 * How often each member of a set counts: all ones for the set itself, a multinomial draw for a bootstrap resample,
 * zeros and ones for a subset.
 */
export type Multiplicity = Float64Array;

/** A figure of one or more sets as a function of how often each member counts. */
export type Statistic = (...counts: Multiplicity[]) => number;

export interface Bootstrap {
  readonly interval: Interval;
  /** Mean over resamples minus the figure itself. */
  readonly bias: number;
}

export interface BootstrapOptions {
  readonly resamples: number;
  readonly confidence: number;
  readonly random: Random;
  readonly pace?: Pace | undefined;
  /**
   * Shift the interval by the bootstrap's bias. Wanted where resampling itself moves the figure, as for FID: a
   * resample holds about 63 % of the volumes, and FID grows as sets shrink.
   */
  readonly centred?: boolean | undefined;
}

/** Every member once. */
export function once(size: number): Multiplicity {
  return new Float64Array(size).fill(1);
}

/** A draw of `size` members with replacement, at least two of them distinct: no statistic of ours is defined on one. */
export function resample(size: number, random: Random): Multiplicity {
  for (;;) {
    const counts = new Float64Array(size);
    for (let i = 0; i < size; i++) counts[random.integer(size)]++;
    if (size < 2 || !counts.includes(size)) return counts;
  }
}

/**
 * Percentile interval of `statistic` over resamples of sets of the given sizes (Efron & Tibshirani 1993, section 13.3).
 *
 * @throws RangeError if the statistic of the sets themselves is not finite
 */
export async function bootstrap(
  statistic: Statistic,
  sizes: readonly number[],
  { resamples, confidence, random, pace, centred = false }: BootstrapOptions,
): Promise<Bootstrap> {
  const value = statistic(...sizes.map(once));
  if (!Number.isFinite(value)) throw new RangeError(`bootstrap: expected a finite figure, found ${value}`);
  const drawn = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    // A resample on which the statistic is not defined, such as one of pairs that were never measured, says nothing.
    do drawn[i] = statistic(...sizes.map((size) => resample(size, random)));
    while (!Number.isFinite(drawn[i]));
    await pace?.tick();
  }
  const bias = drawn.reduce((sum, x) => sum + x, 0) / resamples - value;
  const [low, high] = percentileInterval(drawn, confidence);
  const shift = centred ? bias : 0;
  return { interval: [low - shift, high - shift], bias };
}

/** The central part of the values that holds `confidence` of them. */
export function percentileInterval(values: Float64Array, confidence: number): Interval {
  const sorted = Float64Array.from(values).sort();
  return [quantileOfSorted(sorted, (1 - confidence) / 2), quantileOfSorted(sorted, (1 + confidence) / 2)];
}

/** Linear interpolation between order statistics (Hyndman & Fan 1996, type 7). */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
