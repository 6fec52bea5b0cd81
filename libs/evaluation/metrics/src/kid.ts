import type { FeatureExtractor } from './feature-extractor.ts';
import { kernelCalibration, kernelStatistic } from './kernel-statistic.ts';
import type { Metric } from './metric.ts';
import { defaultFeatures } from './random-features.ts';
import { twoSampleMetric } from './two-sample-metric.ts';

export interface KidOptions {
  /** @default `defaultFeatures` */
  readonly features?: FeatureExtractor;
}

/**
 * Kernel Inception Distance (Bińkowski et al. 2018, arXiv 1801.01401, section 4): unbiased squared MMD of features with
 * the kernel (x . y / features + 1)^3, over the whole sets. torchmetrics gives the same figure where its one subset is
 * the whole set. Unlike FID it does not shrink as sets grow.
 */
export function kid({ features = defaultFeatures }: KidOptions = {}): Metric {
  return twoSampleMetric({
    name: 'KID',
    on: features,
    better: 'lower',
    dependsOnSize: false,
    calibration: kernelCalibration.kid,
    prepare: async (x, y, pace) => ({
      statistic: await kernelStatistic(x, y, { kind: 'cubic' }, pace),
      settings: { kernel: '(x . y / features + 1)^3', estimator: 'unbiased squared MMD, whole sets' },
    }),
  });
}
