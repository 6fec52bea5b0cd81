import { createRandom } from '@braingen/volume';
import { bootstrap, once } from './bootstrap.ts';
import { assertComparable } from './comparable.ts';
import { featuresOf, type FeatureExtractor } from './feature-extractor.ts';
import { betweenHalves, splitsForBaseline } from './halves.ts';
import { kernelStatistic, type Kernel } from './kernel-statistic.ts';
import type { Metric } from './metric.ts';
import { createPace, part } from './pace.ts';
import { defaultFeatures } from './random-features.ts';

export interface MmdOptions {
  /** Default: Gaussian, bandwidth by the median heuristic. */
  readonly kernel?: Kernel;
  /** An extractor, or the voxels themselves. */
  readonly on?: FeatureExtractor | 'voxels';
  /** Default: MMD, with the kernel and the space where they are not the default's. */
  readonly name?: string;
}

/**
 * Squared maximum mean discrepancy, unbiased (Gretton et al. 2012, JMLR 13:723). `{ kernel: { kind: 'linear' }, on:
 * 'voxels' }` is MONAI's `MMDMetric`: the inner product of flattened volumes, not divided by their number of voxels.
 */
export function mmd({ kernel = { kind: 'gaussian' }, on = defaultFeatures, name }: MmdOptions = {}): Metric {
  const qualifiers = [kernel.kind === 'linear' ? 'linear' : '', on === 'voxels' ? 'voxels' : ''].filter(Boolean);
  const title = name ?? (qualifiers.length ? `MMD (${qualifiers.join(', ')})` : 'MMD');
  return {
    name: title,
    evaluate: async (real, synthetic, options = {}) => {
      const { seed = 0, resamples = 1000, confidence = 0.95 } = options;
      assertComparable(title, { real, synthetic }, 2);
      const random = createRandom(seed).fork('MMD');
      const rows = async (volumes: typeof real, start: number) =>
        on === 'voxels'
          ? volumes.map((volume) => volume.voxels)
          : featuresOf(volumes, on, part(options, start, start + 0.4));
      const [x, y] = [await rows(real, 0), await rows(synthetic, 0.4)];
      const products = (x.length * (x.length + 1)) / 2 + x.length * y.length + (y.length * (y.length + 1)) / 2;
      const start = on === 'voxels' ? 0 : 0.8;
      const statistic = await kernelStatistic(x, y, kernel, createPace(products, part(options, start, 0.9)));
      const { interval } = await bootstrap(statistic.between, [x.length, y.length], {
        resamples,
        confidence,
        random: random.fork('bootstrap'),
        pace: createPace(resamples, part(options, 0.9, 1)),
      });
      const half = Math.floor(x.length / 2);
      const withBaseline = half >= 2 && {
        baseline: betweenHalves(statistic.withinFirst, x.length, confidence, random.fork('halves')),
      };
      return {
        name: title,
        value: statistic.between(once(x.length), once(y.length)),
        interval,
        n: { real: x.length, synthetic: y.length },
        settings: {
          features: on === 'voxels' ? 'voxels' : on.name,
          featureCount: x[0].length,
          ...(on !== 'voxels' && { extractor: on.settings }),
          kernel: kernel.kind,
          ...(statistic.bandwidth !== undefined && {
            bandwidth: statistic.bandwidth,
            bandwidthFrom:
              kernel.kind === 'gaussian' && kernel.bandwidth ? 'given' : 'median distance, both sets pooled',
          }),
          estimator: 'unbiased squared MMD',
          interval: `${100 * confidence} % bootstrap of each set, ${resamples} resamples, pairs of repeats left out`,
          seed,
          ...(withBaseline && {
            baseline: `real halves of ${half}, mean and range of ${splitsForBaseline} random splits`,
          }),
        },
        ...withBaseline,
        better: 'lower',
      };
    },
  };
}
