import { momentsOf } from './moments.ts';

/** A figure of a brain and, for its regression, another: the size of a region and that of the head. */
export interface Adjusted {
  readonly value: number;
  readonly covariate: number;
}

/**
 * Cohen's d of values of which the covariate is taken out: a value less the slope of the regression within the sets (one slope for
 * both) times its covariate.
 *
 * @throws RangeError if a set has fewer than two members
 */
export function effectSize(first: readonly Adjusted[], second: readonly Adjusted[]): number {
  if (first.length < 2 || second.length < 2)
    throw new RangeError(
      `effectSizes: expected at least 2 brains in each set, found ${first.length} and ${second.length}`,
    );
  const slope = commonSlope([first, second]);
  const [a, b] = [first, second].map((set) => momentsOf(set.map(({ value, covariate }) => value - slope * covariate)));
  return (a.mean - b.mean) / Math.sqrt((a.variance + b.variance) / 2);
}

/** The slope of the values on their covariates within sets: of deviations from each set's own means. 0 where these do not vary. */
function commonSlope(sets: readonly (readonly Adjusted[])[]): number {
  let [products, squares] = [0, 0];
  for (const set of sets) {
    const [x, y] = [set.map(({ covariate }) => covariate), set.map(({ value }) => value)];
    const [meanX, meanY] = [momentsOf(x).mean, momentsOf(y).mean];
    x.forEach((each, k) => {
      products += (each - meanX) * (y[k] - meanY);
      squares += (each - meanX) ** 2;
    });
  }
  return squares === 0 ? 0 : products / squares;
}
