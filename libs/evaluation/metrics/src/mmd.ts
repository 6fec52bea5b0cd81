import type { FeatureExtractor } from './feature-extractor.ts';
import { kernelCalibration, kernelStatistic, type Kernel } from './kernel-statistic.ts';
import type { Metric } from './metric.ts';
import { defaultFeatures } from './random-features.ts';
import { twoSampleMetric } from './two-sample-metric.ts';

export interface MmdOptions {
  /** @default Gaussian, bandwidth by the median heuristic */
  readonly kernel?: Kernel;
  /** An extractor, or the voxels themselves. @default `defaultFeatures` */
  readonly on?: FeatureExtractor | 'voxels';
  /** @default MMD, with the kernel and the space where they are not the default's */
  readonly name?: string;
}

/**
 * Squared maximum mean discrepancy, unbiased (Gretton et al. 2012, JMLR 13:723). `{ kernel: { kind: 'linear' }, on:
 * 'voxels' }` is MONAI's `MMDMetric`: the inner product of flattened volumes, not divided by their number of voxels.
 * `on: voxelsAt(shape)` takes the voxels of a coarser grid.
 */
export function mmd({ kernel = { kind: 'gaussian' }, on = defaultFeatures, name }: MmdOptions = {}): Metric {
  const space = on === 'voxels' || on.name.startsWith('voxels') ? (on === 'voxels' ? on : on.name) : '';
  const qualifiers = [kernel.kind === 'gaussian' ? '' : kernel.kind, space].filter(Boolean);
  return twoSampleMetric({
    name: name ?? (qualifiers.length ? `MMD (${qualifiers.join(', ')})` : 'MMD'),
    on,
    better: 'lower',
    dependsOnSize: false,
    calibration: kernelCalibration.mmd,
    prepare: async (x, y, pace) => {
      const statistic = await kernelStatistic(x, y, kernel, pace);
      const { bandwidth } = statistic;
      const isGiven = kernel.kind === 'gaussian' && kernel.bandwidth !== undefined;
      return {
        statistic,
        settings: {
          kernel: kernel.kind,
          ...(bandwidth !== undefined && {
            bandwidth,
            bandwidthFrom: isGiven ? 'given' : 'median distance, both sets pooled',
          }),
          estimator: 'unbiased squared MMD',
        },
      };
    },
  });
}
