import type { Metric } from './metric.ts';
import { neighbourhoodMetric, share, type BallFigure, type NeighbourhoodOptions } from './neighbourhood-metric.ts';

/** @internal */
export const recallOf: BallFigure = (balls, real, synthetic) =>
  share(real, synthetic, ({ index }) => synthetic.some((one) => balls.distance(index, one.index) < one.radius));

/**
 * Share of real volumes within the ball of some synthetic one (Kynkäänniemi et al. 2019, arXiv 1904.06991, eq. 2): how
 * much of the population the model reaches.
 */
export function recall(options: NeighbourhoodOptions = {}): Metric {
  return neighbourhoodMetric('Recall', recallOf, 1, options);
}
