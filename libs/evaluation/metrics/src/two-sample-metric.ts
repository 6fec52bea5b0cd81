import { createRandom, type Volume } from '@braingen/volume';
import { assertComparable } from './comparable.ts';
import { featuresOf, type FeatureExtractor } from './feature-extractor.ts';
import { betweenHalves, betweenSubsets, splitsForBaseline } from './halves.ts';
import { confidenceInterval, type IntervalOptions } from './interval.ts';
import type { Metric, MetricResult } from './metric.ts';
import { createPace, part, type Pace } from './pace.ts';
import { once, type TwoSampleStatistic } from './statistic.ts';

/** One row a volume. */
export type Rows = readonly (Float32Array | Float64Array)[];

/** What tells one metric between two sets of vectors from another. */
export interface TwoSampleMetric {
  readonly name: string;
  /** An extractor, one that the real volumes decide, or the voxels themselves. */
  readonly on: FeatureExtractor | ((real: readonly Volume[]) => FeatureExtractor) | 'voxels';
  readonly better: NonNullable<MetricResult['better']>;
  /** The least and greatest value the figure can have, where the interval must end. */
  readonly range?: readonly [low: number, high: number];
  /** Whether the figure depends on how many volumes there are, so that the baseline, at half, needs a like beside it. */
  readonly dependsOnSize: boolean;
  /** See `confidenceInterval`. */
  readonly calibration?: IntervalOptions['calibration'];
  /** Whether leaving out one volume changes the figure a little. @default true */
  readonly isSmooth?: boolean;
  /** The statistic, and what else belongs into the settings. */
  prepare(
    real: Rows,
    synthetic: Rows,
    pace: Pace,
  ): Promise<{ statistic: TwoSampleStatistic; settings: Readonly<Record<string, unknown>> }>;
}

/**
 * A metric of vectors of two sets: features or voxels, the figure with its interval, and between random halves of the
 * real set as its baseline.
 */
export function twoSampleMetric(kind: TwoSampleMetric): Metric {
  const { name, better, dependsOnSize, range: [least, greatest] = [-Infinity, Infinity] } = kind;
  const within = (value: number) => Math.min(greatest, Math.max(least, value));
  return {
    name,
    evaluate: async (real, synthetic, options = {}) => {
      const { seed = 0, resamples = 1000, confidence = 0.95 } = options;
      assertComparable(name, { real, synthetic }, 2);
      const on = typeof kind.on === 'function' ? kind.on(real) : kind.on;
      const random = createRandom(seed).fork(name);
      const rows = async (volumes: readonly Volume[], start: number): Promise<Rows> =>
        on === 'voxels'
          ? volumes.map((volume) => volume.voxels)
          : featuresOf(volumes, on, part(options, start, start + 0.4));
      const [x, y] = [await rows(real, 0), await rows(synthetic, 0.4)];
      const products = (x.length * (x.length + 1)) / 2 + x.length * y.length + (y.length * (y.length + 1)) / 2;
      const paceOfProducts = createPace(products, part(options, on === 'voxels' ? 0 : 0.8, 0.9));
      const { statistic, settings } = await kind.prepare(x, y, paceOfProducts);
      const sizes = [x.length, y.length] as const;
      const interval = await confidenceInterval(statistic.between, sizes, {
        resamples,
        confidence,
        isSmooth: kind.isSmooth,
        calibration: kind.calibration,
        random: random.fork('interval'),
        pace: createPace(resamples, part(options, 0.9, 1)),
      });
      const half = Math.floor(real.length / 2);
      const baseline =
        half < 2 ? undefined : betweenHalves(statistic.withinFirst, real.length, confidence, random.fork('halves'));
      const withBaseline = baseline && Number.isFinite(baseline.value) && { baseline };
      return {
        name,
        value: within(statistic.between(...sizes.map(once))),
        interval: interval && [within(interval[0]), within(interval[1])],
        n: { real: real.length, synthetic: synthetic.length },
        settings: {
          features: on === 'voxels' ? 'voxels' : on.name,
          featureCount: x[0].length,
          ...(on !== 'voxels' && { extractor: on.settings }),
          ...settings,
          interval: interval
            ? `${100 * confidence} %, Student's t times the jackknife's deviation, ${resamples} random halves`
            : 'none: two volumes do not say how much a figure varies',
          seed,
          ...(withBaseline && {
            baseline: `real halves of ${half}, mean and range of ${splitsForBaseline} random splits`,
            ...(dependsOnSize && {
              atBaselineSize: betweenSubsets(
                statistic.between,
                sizes,
                Math.min(half, sizes[1]),
                random.fork('subsets'),
              ),
            }),
          }),
        },
        ...withBaseline,
        better,
      };
    },
  };
}
