import { confidenceInterval, once, type Interval, type Statistic } from '@braingen/metrics';
import { proportion } from '@braingen/ratings';
import type { Random } from '@braingen/volume';

/** A figure of a test, with its 95 % interval; null where too few people were tested. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly interval: Interval | null;
}

/** What was said of the people of a test, and what is so: numbers, or indices of classes. */
export interface Answers {
  readonly said: readonly number[];
  readonly truth: readonly number[];
}

/** Mean absolute error, and the share of the variance that is explained, with intervals of the jackknife over people. */
export async function figuresOfNumbers({ said, truth }: Answers, random: Random): Promise<Figure[]> {
  const errors = said.map((value, i) => value - truth[i]);
  const absolute: Statistic = (counts) => weighted(errors.map(Math.abs), counts);
  const explained: Statistic = (counts) => {
    const middle = weighted(truth, counts);
    const around = truth.map((value) => (value - middle) ** 2);
    return (
      1 -
      weighted(
        errors.map((error) => error ** 2),
        counts,
      ) /
        weighted(around, counts)
    );
  };
  return [
    within(await figure('mean absolute error', absolute, truth.length, random), 0, Infinity),
    within(await figure('R2', explained, truth.length, random), -Infinity, 1),
  ];
}

/** A mean over people, or what else a statistic says of them, with its interval. */
export async function figure(name: string, statistic: Statistic, people: number, random: Random): Promise<Figure> {
  const value = statistic(once(people));
  // The jackknife by itself: nothing here depends on pairs of people.
  const options = { resamples: 100, confidence: 0.95, random, calibration: { widening: 0, excess: 0, lean: 0 } };
  const interval = Number.isFinite(value) ? await confidenceInterval(statistic, [people], options) : null;
  return { name, value, interval };
}

/** A figure whose interval leaves out what it cannot be. */
export function within(found: Figure, least: number, most: number): Figure {
  const interval = found.interval && ([Math.max(least, found.interval[0]), Math.min(most, found.interval[1])] as const);
  return { ...found, interval };
}

/** The weighted mean. */
export const weighted = (values: readonly number[], counts: Float64Array): number =>
  values.reduce((sum, value, i) => sum + counts[i] * value, 0) / counts.reduce((sum, count) => sum + count, 0);

/**
 * The mean over classes of the share that is told right. Its interval puts Wilson's intervals of the classes together (Zou and
 * Donner 2008, Stat. Med. 27:1693), which have a width even where everybody is told right.
 */
export function balancedAccuracy({ said, truth }: Answers): Figure {
  const shares = [...new Set(truth)].map((kind) => {
    const own = said.filter((_, i) => truth[i] === kind);
    return proportion(own.filter((value) => value === kind).length, own.length);
  });
  const value = shares.reduce((sum, share) => sum + share.value, 0) / shares.length;
  const reach = (end: 0 | 1): number =>
    Math.hypot(...shares.map((share) => share.interval[end] - share.value)) / shares.length;
  return { name: 'balanced accuracy', value, interval: [value - reach(0), value + reach(1)] };
}

/** One figure less another, as if the two were independent, which makes the interval too wide rather than too narrow. */
export function difference(name: string, one: Figure, other: Figure): Figure {
  const value = one.value - other.value;
  if (!one.interval || !other.interval) return { name, value, interval: null };
  const below = Math.hypot(one.value - one.interval[0], other.interval[1] - other.value);
  const above = Math.hypot(one.interval[1] - one.value, other.value - other.interval[0]);
  return { name, value, interval: [value - below, value + above] };
}
