import { assertComparable, confidenceInterval, once } from '@braingen/metrics';
import { createRandom } from '@braingen/volume';

/** @param {import('@braingen/volume').Volume} volume */
const brightnessOf = ({ voxels }) => voxels.reduce((sum, value) => sum + value, 0) / voxels.length;

/**
 * Mean intensity of the synthetic volumes less that of the real ones, with a confidence interval.
 *
 * @type {import('@braingen/metrics').Metric}
 */
const brightness = {
  name: 'brightness',
  async evaluate(real, synthetic, { seed = 0, resamples = 1000, confidence = 0.95, signal, onProgress } = {}) {
    signal?.throwIfAborted();
    assertComparable('brightness', { real, synthetic }, 1);
    const [x, y] = [real.map(brightnessOf), synthetic.map(brightnessOf)];
    /** A statistic is a function of how often each volume counts: once, or as a part of the set has it. @type {import('@braingen/metrics').Statistic} */
    const difference = (cx, cy) => mean(y, cy) - mean(x, cx);
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
export default brightness;

/** @type {(values: number[], counts: Float64Array) => number} */
const mean = (values, counts) => values.reduce((sum, value, i) => sum + counts[i] * value, 0) / values.length;
