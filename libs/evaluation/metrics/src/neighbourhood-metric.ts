import type { FeatureExtractor } from './feature-extractor.ts';
import type { Metric } from './metric.ts';
import { neighbourhoods, type Neighbourhoods } from './neighbourhoods.ts';
import type { Multiplicity, Statistic } from './statistic.ts';
import { defaultFeatures } from './random-features.ts';
import { twoSampleMetric } from './two-sample-metric.ts';

export interface NeighbourhoodOptions {
  /** @default `defaultFeatures` */
  readonly features?: FeatureExtractor;
  /** Neighbours that make a ball: 5 in Naeem et al. 2020, 3 in Kynkäänniemi et al. 2019. @default 5 */
  readonly k?: number;
}

/** A figure of who lies in whose ball, given real and synthetic members that count. */
export type BallFigure = (balls: Neighbourhoods, real: readonly Member[], synthetic: readonly Member[]) => number;

/** A member of a set and the radius of its ball. */
export interface Member {
  readonly index: number;
  readonly radius: number;
}

/** A metric of nearest neighbours in feature space. */
export function neighbourhoodMetric(
  name: string,
  figure: BallFigure,
  greatest: number,
  { features = defaultFeatures, k = 5 }: NeighbourhoodOptions,
): Metric {
  return twoSampleMetric({
    name,
    on: features,
    better: 'baseline',
    range: [0, greatest],
    dependsOnSize: true,
    isSmooth: false,
    prepare: async (x, y, pace) => {
      const between = await neighbourhoods(x, y, k, pace);
      const within = await neighbourhoods(x, x, between.k);
      return {
        statistic: { between: statisticOf(figure, between), withinFirst: statisticOf(figure, within) },
        settings: { neighbours: between.k, distance: 'Euclidean, of features' },
      };
    },
  });
}

/** @internal */
export function statisticOf(figure: BallFigure, balls: Neighbourhoods): Statistic {
  return (cx, cy) => figure(balls, members(cx, balls.radiusOfFirst), members(cy, balls.radiusOfSecond));
}

function members(counts: Multiplicity, radius: Neighbourhoods['radiusOfFirst']): Member[] {
  return [...counts.keys()].filter((i) => counts[i] > 0).map((index) => ({ index, radius: radius(index, counts) }));
}

/** Share of members for which `holds` says yes; NaN where a ball has no radius. */
export function share(of: readonly Member[], balls: readonly Member[], holds: (member: Member) => boolean): number {
  return balls.some(({ radius }) => Number.isNaN(radius)) ? NaN : of.filter(holds).length / of.length;
}
