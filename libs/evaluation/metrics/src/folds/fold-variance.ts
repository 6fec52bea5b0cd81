import type { Metric } from '../metric.ts';
import { foldMetric } from './fold-metric.ts';

/**
 * How much of the finest detail of cortex a model draws: variance of the finest Haar bands in a shell below the brain's
 * surface, synthetic over real. Below 1 folds are blurred or missing, above 1 there is grain. SSIM over pairs does not see it.
 */
export function foldVariance(): Metric {
  return foldMetric('Fold variance', 'variance');
}
