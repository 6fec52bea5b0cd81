import type { FeatureExtractor } from './feature-extractor.ts';
import { frechetStatistic } from './frechet-distance.ts';
import type { IntervalCalibration } from './interval.ts';
import type { Metric } from './metric.ts';
import { defaultFeatures } from './random-features.ts';
import { twoSampleMetric } from './two-sample-metric.ts';

/**
 * For `confidenceInterval` of FID: within one population it varies by pairs of volumes alone, of which leaving out one counts twice as
 * much as there is, so the excess of leaving out half is taken off whole; where the populations differ a little would be missing then.
 */
export const fidCalibration: IntervalCalibration = { widening: 0.15, excess: 1, lean: 0 };

export interface FidOptions {
  /** @default `defaultFeatures` */
  readonly features?: FeatureExtractor;
}

/**
 * Fréchet Inception Distance (Heusel et al. 2017, arXiv 1706.08500) on the features of any extractor.
 *
 * FID shrinks as sets grow, so figures compare only at equal n and under the same extractor; both stand in the result.
 * The baseline is measured between halves of the real set, hence at half its size; `settings.atBaselineSize` gives the
 * synthetic set's FID at that size.
 */
export function fid({ features = defaultFeatures }: FidOptions = {}): Metric {
  return twoSampleMetric({
    name: 'FID',
    on: features,
    better: 'lower',
    range: [0, Infinity],
    dependsOnSize: true,
    calibration: fidCalibration,
    prepare: async (x, y) => {
      const [real, synthetic] = [x, y].map((rows) => rows.map((row) => Float64Array.from(row)));
      const [between, withinFirst] = [await frechetStatistic(real, synthetic), await frechetStatistic(real, real)];
      return { statistic: { between, withinFirst }, settings: { covariance: 'n - 1' } };
    },
  });
}
