import { createRandom, type Volume } from '@braingen/volume';
import { assertComparable } from './comparable.ts';
import { confidenceInterval } from './interval.ts';
import type { Metric } from './metric.ts';
import { createPace, part } from './pace.ts';
import { meanSimilarity, pairsOf, pairwiseSimilarity } from './pairwise-similarity.ts';
import { dataRangeOf, settingsThatFit } from './similarity-settings.ts';
import { once } from './statistic.ts';
import type { MultiscaleOptions } from './structural-similarity.ts';

export interface MsSsimOptions extends MultiscaleOptions {
  /** Pairs measured at most in each set; beyond it a random choice, said in the settings. @default 5000 (100 volumes) */
  readonly maxPairs?: number;
}

/**
 * Diversity of the synthetic set: mean MS-SSIM over its unordered pairs (Odena et al. 2017, arXiv 1610.09585). Lower
 * is more diverse; a generator that has learned the population comes near the baseline, the same mean among real
 * volumes. Window and scales are chosen to fit the volumes unless given (`settingsThatFit`).
 */
export function msSsim({ maxPairs = 5000, ...chosen }: MsSsimOptions = {}): Metric {
  return {
    name: 'MS-SSIM',
    evaluate: async (real, synthetic, options = {}) => {
      const { seed = 0, resamples = 1000, confidence = 0.95 } = options;
      assertComparable('MS-SSIM', { real, synthetic }, 2);
      const settings = {
        kind: 'gaussian' as const,
        sigma: 1.5,
        k1: 0.01,
        k2: 0.03,
        dataRange: chosen.dataRange ?? dataRangeOf(real),
        ...settingsThatFit(real[0].shape),
        ...chosen,
      };
      const random = createRandom(seed).fork('MS-SSIM');
      const pairs = [real, synthetic].map((volumes) => Math.min(maxPairs, pairsOf(volumes.length)));
      const pace = createPace(pairs[0] + pairs[1] + 0.02 * resamples, part(options, 0, 1));
      const diversity = async (volumes: readonly Volume[], set: string) => {
        const similarities = await pairwiseSimilarity(volumes, {
          ...settings,
          maxPairs,
          random: random.fork(set),
          pace,
        });
        const statistic = meanSimilarity(similarities);
        const interval = await confidenceInterval(statistic, [volumes.length], {
          resamples,
          confidence,
          random: random.fork(`${set} interval`),
          pace: { tick: () => pace.tick(0.01) },
        });
        return { value: statistic(once(volumes.length)), interval };
      };
      const baseline = await diversity(real, 'real');
      const found = await diversity(synthetic, 'synthetic');
      return {
        name: 'MS-SSIM',
        ...found,
        n: { real: real.length, synthetic: synthetic.length },
        settings: {
          pairs: { real: pairs[0], synthetic: pairs[1], of: pairsOf(synthetic.length) },
          window: settings.window,
          windowKind: settings.kind,
          sigma: settings.sigma,
          scales: settings.weights.length,
          weights: settings.weights,
          k1: settings.k1,
          k2: settings.k2,
          dataRange: settings.dataRange,
          interval: found.interval
            ? `${100 * confidence} %, Student's t times the jackknife's deviation, ${resamples} random halves of the volumes`
            : 'none: two volumes do not say how much a figure varies',
          baseline: 'mean over pairs of real volumes',
          seed,
        },
        baseline,
        better: 'baseline',
      };
    },
  };
}
