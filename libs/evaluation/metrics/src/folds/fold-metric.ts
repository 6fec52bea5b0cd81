import type { Volume } from '@braingen/volume';
import type { FeatureExtractor } from '../feature-extractor.ts';
import type { Metric } from '../metric.ts';
import type { Statistic } from '../statistic.ts';
import { twoSampleMetric, type Rows } from '../two-sample-metric.ts';
import { cortexShell } from './cortex-shell.ts';
import { detailMoments, type DetailMoments } from './detail-moments.ts';

/** A moment of the finest details in a shell of cortex, synthetic over real. */
export function foldMetric(name: string, moment: keyof DetailMoments): Metric {
  return twoSampleMetric({
    name,
    on: (real) => momentInShell(real, moment),
    better: 'baseline',
    range: [0, Infinity],
    dependsOnSize: false,
    prepare: (x, y) => {
      if (x.every(([value]) => value === 0))
        throw new RangeError(`${name}: expected details in real volumes, found none in any of ${x.length}`);
      const settings = { of: `mean ${moment} of synthetic volumes over that of real ones` };
      return Promise.resolve({ statistic: { between: ratio(x, y), withinFirst: ratio(x, x) }, settings });
    },
  });
}

function momentInShell(real: readonly Volume[], moment: keyof DetailMoments): FeatureExtractor {
  const shell = cortexShell(real);
  return {
    name: `${moment} of the finest details`,
    settings: { bands: 'finest seven of the Haar transform', where: shell.where, blocks: shell.first.length },
    extract: (volume) => Promise.resolve(Float64Array.of(detailMoments(volume, shell)[moment])),
  };
}

function ratio(x: Rows, y: Rows): Statistic {
  const mean = (rows: Rows, counts: Float64Array) =>
    counts.reduce((sum, count, i) => sum + count * rows[i][0], 0) / counts.reduce((sum, count) => sum + count, 0);
  return (cx, cy) => mean(y, cy) / mean(x, cx);
}
