import { createRandom } from '@braingen/volume';
import { bootstrap, once } from './bootstrap.ts';
import { assertComparable } from './comparable.ts';
import { featuresOf, type FeatureExtractor } from './feature-extractor.ts';
import { frechetStatistic } from './frechet-distance.ts';
import { betweenHalves, betweenSubsets, splitsForBaseline } from './halves.ts';
import type { Metric } from './metric.ts';
import { createPace, part } from './pace.ts';
import { defaultFeatures } from './random-features.ts';

export interface FidOptions {
  readonly features?: FeatureExtractor;
}

/**
 * Fréchet Inception Distance (Heusel et al. 2017, arXiv 1706.08500) on the features of any extractor.
 *
 * FID shrinks as sets grow, so figures compare only at equal n and under the same extractor; both stand in the result.
 * The interval is the percentile bootstrap's, shifted by the bootstrap's own bias, because a resample holds fewer
 * distinct volumes and is therefore farther away. The baseline is measured between halves of the real set, hence at
 * half its size; `settings.atBaselineSize` gives the synthetic set's FID at that size.
 */
export function fid({ features = defaultFeatures }: FidOptions = {}): Metric {
  return {
    name: 'FID',
    evaluate: async (real, synthetic, options = {}) => {
      const { seed = 0, resamples = 1000, confidence = 0.95 } = options;
      assertComparable('FID', { real, synthetic }, 2);
      const random = createRandom(seed).fork('FID');
      const x = await featuresOf(real, features, part(options, 0, 0.4));
      const y = await featuresOf(synthetic, features, part(options, 0.4, 0.8));
      const statistic = await frechetStatistic(x, y);
      const sizes = [real.length, synthetic.length] as const;
      const pace = createPace(resamples, part(options, 0.8, 1));
      const { interval, bias } = await bootstrap(statistic, sizes, {
        resamples,
        confidence,
        random: random.fork('bootstrap'),
        pace,
        centred: true,
      });
      const half = Math.floor(real.length / 2);
      const withBaseline = half >= 2 && {
        baseline: betweenHalves(await frechetStatistic(x, x), real.length, confidence, random.fork('halves')),
      };
      return {
        name: 'FID',
        value: Math.max(0, statistic(once(sizes[0]), once(sizes[1]))),
        interval: [Math.max(0, interval[0]), Math.max(0, interval[1])],
        n: { real: real.length, synthetic: synthetic.length },
        settings: {
          features: features.name,
          featureCount: x[0].length,
          extractor: features.settings,
          covariance: 'n - 1',
          interval: `${100 * confidence} % bootstrap of each set, ${resamples} resamples, percentiles less the bias`,
          bootstrapBias: bias,
          seed,
          ...(withBaseline && {
            baseline: `real halves of ${half}, mean and range of ${splitsForBaseline} random splits`,
            atBaselineSize: betweenSubsets(statistic, sizes, Math.min(half, synthetic.length), random.fork('subsets')),
          }),
        },
        ...withBaseline,
        better: 'lower',
      };
    },
  };
}
