import type { Metric } from '../metric.ts';
import { foldMetric } from './fold-metric.ts';

/**
 * Whether the finest detail of cortex is edges, few and sharp, or grain: kurtosis of the finest Haar bands in a shell below
 * the brain's surface, synthetic over real. Noise of the right variance is well below 1.
 */
export function foldKurtosis(): Metric {
  return foldMetric('Fold kurtosis', 'kurtosis');
}
