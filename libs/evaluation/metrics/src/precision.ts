import type { Metric } from './metric.ts';
import { neighbourhoodMetric, share, type BallFigure, type NeighbourhoodOptions } from './neighbourhood-metric.ts';

/** @internal */
export const precisionOf: BallFigure = (balls, real, synthetic) =>
  share(synthetic, real, ({ index }) => real.some((one) => balls.distance(one.index, index) < one.radius));

/**
 * Share of synthetic volumes within the ball of some real one (Kynkäänniemi et al. 2019, arXiv 1904.06991, eq. 2): how
 * many look real.
 */
export function precision(options: NeighbourhoodOptions = {}): Metric {
  return neighbourhoodMetric('Precision', precisionOf, 1, options);
}
