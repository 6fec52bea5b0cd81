import type { Metric } from './metric.ts';
import { neighbourhoodMetric, type BallFigure, type NeighbourhoodOptions } from './neighbourhood-metric.ts';

/** @internal */
export const densityOf: BallFigure = (balls, real, synthetic) => {
  if (real.some(({ radius }) => Number.isNaN(radius))) return NaN;
  const inside = synthetic.map(
    ({ index }) => real.filter((one) => balls.distance(one.index, index) < one.radius).length,
  );
  return inside.reduce((sum, count) => sum + count, 0) / (balls.k * synthetic.length);
};

/**
 * In how many real volumes' balls a synthetic one lies, over k (Naeem et al. 2020, arXiv 2002.09797, eq. 3): precision
 * that one outlying real volume cannot raise. It may exceed 1.
 */
export function density(options: NeighbourhoodOptions = {}): Metric {
  return neighbourhoodMetric('Density', densityOf, Infinity, options);
}
