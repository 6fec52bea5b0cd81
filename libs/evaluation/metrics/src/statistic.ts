/**
 * How often each member of a set counts: all ones for the set itself, zeros and ones for a subset. A whole number
 * above one stands for a member that is there several times.
 */
export type Multiplicity = Float64Array;

/** A figure of one or more sets as a function of how often each member counts. */
export type Statistic = (...counts: Multiplicity[]) => number;

/** A figure between two sets, and the same figure between parts of the first. */
export interface TwoSampleStatistic {
  readonly between: Statistic;
  readonly withinFirst: Statistic;
}

/** Every member once. */
export function once(size: number): Multiplicity {
  return new Float64Array(size).fill(1);
}
