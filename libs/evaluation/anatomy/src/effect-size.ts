import { momentsOf } from './moments.ts';
import { takeOut, type Adjusted } from './take-out.ts';

/**
 * Cohen's d of values of which covariates are taken out, see `takeOut`.
 *
 * @throws RangeError if a set has fewer than two members
 */
export function effectSize(first: readonly Adjusted[], second: readonly Adjusted[]): number {
  if (first.length < 2 || second.length < 2)
    throw new RangeError(
      `effectSizes: expected at least 2 brains in each set, found ${first.length} and ${second.length}`,
    );
  const [a, b] = takeOut([first, second]).map(momentsOf);
  return (a.mean - b.mean) / Math.sqrt((a.variance + b.variance) / 2);
}
