import type { Volume } from '@braingen/volume';
import type { FeatureExtractor } from '../feature-extractor.ts';
import type { Metric } from '../metric.ts';
import { once, type Statistic } from '../statistic.ts';
import { twoSampleMetric, type Rows } from '../two-sample-metric.ts';
import { frequencyShells } from './radial-power.ts';

/** A ratio beyond this says no more than this does: a flat volume has no power at all. */
const greatest = 1e6;

/**
 * Where structures of some size are too strong or too weak: the radial power spectrum of synthetic over that of real
 * volumes, up to half of Nyquist, as the largest ratio either way. 1.25 is within 25 % at every size; the settings hold the
 * ratio of each shell of frequencies, and which is the worst.
 */
export function powerSpectrum(): Metric {
  return twoSampleMetric({
    name: 'Power spectrum',
    on: radialPower,
    better: 'lower',
    range: [1, greatest],
    dependsOnSize: true,
    isSmooth: false,
    prepare: (x, y) => {
      const ratios = ratiosOf(x, y)(once(x.length), once(y.length));
      const worst = ratios.reduce((most, ratio, i) => (either(ratio) > either(ratios[most]) ? i : most), 0);
      const settings = {
        of: 'largest ratio of mean powers, synthetic over real or real over synthetic',
        ratios: Array.from(ratios, (ratio) => Number(ratio.toPrecision(4))),
        worst: { shell: worst, ratio: ratios[worst] },
      };
      return Promise.resolve({ statistic: { between: largest(x, y), withinFirst: largest(x, x) }, settings });
    },
  });
}

function radialPower([{ shape, affine }]: readonly Volume[]): FeatureExtractor {
  const { frequencies, limit, power } = frequencyShells({ shape, affine });
  if (frequencies.length === 0)
    throw new RangeError(
      `Power spectrum: expected at least 6 voxels along the longest axis, found ${shape.join(' x ')}`,
    );
  return {
    name: 'radial power spectrum',
    settings: {
      unit: 'cycles/mm',
      halfOfNyquist: limit,
      frequencies: frequencies.map((one) => Number(one.toPrecision(4))),
    },
    extract: (volume) => Promise.resolve(power(volume)),
  };
}

function ratiosOf(x: Rows, y: Rows): (...counts: Parameters<Statistic>) => Float64Array {
  const mean = (rows: Rows, counts: Float64Array, shell: number) =>
    counts.reduce((sum, count, i) => sum + count * rows[i][shell], 0) / counts.reduce((sum, count) => sum + count, 0);
  return (cx, cy) =>
    Float64Array.from(x[0], (_, shell) => {
      const [real, synthetic] = [mean(x, cx, shell), mean(y, cy, shell)];
      const ratio = real === synthetic ? 1 : synthetic / real;
      return Math.min(greatest, Math.max(1 / greatest, ratio));
    });
}

function largest(x: Rows, y: Rows): Statistic {
  const ratios = ratiosOf(x, y);
  return (...counts) => ratios(...counts).reduce((most, ratio) => Math.max(most, either(ratio)), 1);
}

/** How far from 1, whichever of the two is the stronger. */
function either(ratio: number): number {
  return Math.max(ratio, 1 / ratio);
}
