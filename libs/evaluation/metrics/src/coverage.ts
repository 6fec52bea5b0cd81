import type { Metric } from './metric.ts';
import { neighbourhoodMetric, share, type BallFigure, type NeighbourhoodOptions } from './neighbourhood-metric.ts';

/** @internal */
export const coverageOf: BallFigure = (balls, real, synthetic) =>
  share(real, real, ({ index, radius }) => synthetic.some((one) => balls.distance(index, one.index) < radius));

/**
 * Share of real volumes whose ball holds a synthetic one (Naeem et al. 2020, arXiv 2002.09797, eq. 6): recall that
 * outlying synthetic volumes cannot raise.
 */
export function coverage(options: NeighbourhoodOptions = {}): Metric {
  return neighbourhoodMetric('Coverage', coverageOf, 1, options);
}
