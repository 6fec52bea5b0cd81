import { assertComparable, confidenceInterval, once, type Metric, type Statistic } from './index.ts';
import { createRandom, type Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { metricContract } from './contract.ts';

const brightnessOf = ({ voxels }: Volume) => voxels.reduce((sum, value) => sum + value, 0) / voxels.length;

/** The README's example, through the public entry alone. */
const brightness: Metric = {
  name: 'brightness',
  evaluate: async (real, synthetic, { seed = 0, resamples = 1000, confidence = 0.95, signal, onProgress } = {}) => {
    signal?.throwIfAborted();
    assertComparable('brightness', { real, synthetic }, 1);
    const [x, y] = [real.map(brightnessOf), synthetic.map(brightnessOf)];
    // A statistic is a function of which volumes count: all of them, all but one, or half.
    const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
    const mean = (values: number[], counts: Float64Array) =>
      total(counts.map((count, i) => count * values[i])) / total(counts);
    const difference: Statistic = (cx, cy) => mean(y, cy) - mean(x, cx);
    const random = createRandom(seed);
    const interval = await confidenceInterval(difference, [x.length, y.length], { resamples, confidence, random });
    onProgress?.(1);
    return {
      name: 'brightness',
      value: difference(once(x.length), once(y.length)),
      interval,
      n: { real: x.length, synthetic: y.length },
      settings: { of: 'mean intensity, synthetic less real', resamples, confidence, seed },
    };
  },
};

metricContract(brightness, { describe, it, expect });
