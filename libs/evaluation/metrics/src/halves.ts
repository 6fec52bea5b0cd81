import { quantiles, type Random } from '@braingen/volume';
import type { Interval } from './metric.ts';
import type { Multiplicity, Statistic } from './statistic.ts';

/** Splits are cheap (the pairwise figures are known) and their mean settles well before this many. */
export const splitsForBaseline = 100;

/** Picks `size` of `count` members at random; where `size` is half, the second set is the other half. */
export function twoParts(count: number, size: number, random: Random): [Multiplicity, Multiplicity] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const [first, second] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < size; i++) {
    first[order[i]] = 1;
    second[order[count - 1 - i]] = 1;
  }
  return [first, second];
}

/**
 * What a two-sample statistic gives between disjoint halves of one set: its size by chance alone, at half the number
 * of volumes.
 */
export function betweenHalves(
  statistic: Statistic,
  count: number,
  confidence: number,
  random: Random,
): { value: number; interval: Interval } {
  const values = Float64Array.from({ length: splitsForBaseline }, () =>
    statistic(...twoParts(count, Math.floor(count / 2), random)),
  );
  const [low, high] = quantiles(values, [(1 - confidence) / 2, (1 + confidence) / 2]);
  return { value: mean(values), interval: [low, high] };
}

/** The same statistic between two sets, of each a random subset of `size`: comparable with `betweenHalves`. */
export function betweenSubsets(
  statistic: Statistic,
  counts: readonly [number, number],
  size: number,
  random: Random,
): number {
  return mean(
    Float64Array.from({ length: splitsForBaseline }, () =>
      statistic(twoParts(counts[0], size, random)[0], twoParts(counts[1], size, random)[0]),
    ),
  );
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
