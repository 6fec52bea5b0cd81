import { momentsOf } from './moments.ts';

/** A figure of a brain, and what is taken out of it by regression: the size of the head, or its age too. */
export interface Adjusted {
  readonly value: number;
  /** As many, and in the same order, in all brains. */
  readonly covariates: readonly number[];
}

/** A number of each member of each set. */
type Column = readonly (readonly number[])[];

/**
 * The values of sets of which covariates are taken out: less their covariates times the slopes of the regression within the sets, of
 * deviations from each set's own means, with one slope for all sets. A covariate that does not vary within them, or that the ones before
 * it say already, takes out nothing.
 */
export function takeOut(sets: readonly (readonly Adjusted[])[]): number[][] {
  let rest: Column = sets.map((set) => set.map(({ value }) => value));
  // Gram and Schmidt's way: of each covariate what the ones before it do not say.
  const taken: Column[] = [];
  const count = sets.find((set) => set.length > 0)?.[0].covariates.length ?? 0;
  for (let k = 0; k < count; k++) {
    const own: Column = sets.map((set) => set.map(({ covariates }) => covariates[k]));
    const column = taken.reduce(less, own);
    if (!(withinSets(column, column) > negligible * withinSets(own, own))) continue;
    taken.push(column);
    rest = less(rest, column);
  }
  return rest.map((set) => [...set]);
}

/** The share of a covariate's variance below which it is one of the others, but for rounding. */
const negligible = 1e-10;

/** A column less another times its slope on it. */
function less(column: Column, other: Column): Column {
  const slope = withinSets(column, other) / withinSets(other, other);
  return column.map((set, s) => set.map((value, i) => value - slope * other[s][i]));
}

/** Sum of products of deviations from each set's own means. */
function withinSets(first: Column, second: Column): number {
  return first.reduce((sum, x, s) => {
    const [meanX, meanY] = [momentsOf(x).mean, momentsOf(second[s]).mean];
    return x.reduce((inner, value, i) => inner + (value - meanX) * (second[s][i] - meanY), sum);
  }, 0);
}
