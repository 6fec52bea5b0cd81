import { memoryless, type Step } from './memoryless.ts';
import { splitPrediction } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';

/** The variance of a step, which the paper leaves open between two bounds (section 3.2). */
export type DdpmVariance = 'fixed_small' | 'fixed_large';

/**
 * The posterior q(x_s | x_t, x_0) with x_0 as the model sees it (Ho, Jain and Abbeel 2020, equations 6 and 7).
 * Where times between t and s are left out, it is that of the strided chain (Nichol and Dhariwal 2021, equation 19):
 * beta is 1 - alpha-bar_t / alpha-bar_s.
 */
export function ddpmStep(variance: DdpmVariance): Step {
  return (output, x, t, s, schedule, options) => {
    const { x0 } = splitPrediction(output, x, t, schedule, options);

    const levelT = schedule.signal(t) ** 2; // alpha-bar_t
    const levelS = schedule.signal(s) ** 2; // alpha-bar_s
    const alpha = levelT / levelS;
    const beta = 1 - alpha;

    // Equation 7: the weights of the mean, and the small variance
    const ofX0 = (Math.sqrt(levelS) * beta) / (1 - levelT);
    const ofX = (Math.sqrt(alpha) * (1 - levelS)) / (1 - levelT);
    const small = ((1 - levelS) / (1 - levelT)) * beta;
    // Algorithm 2, line 3: the last step adds no noise
    const sigma = s < 0 ? 0 : Math.sqrt(variance === 'fixed_small' ? small : beta);

    const next = new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) {
      next[i] = ofX0 * x0[i] + ofX * x[i] + (sigma > 0 ? sigma * options.random.normal() : 0);
    }
    return { x: next, x0 };
  };
}

/**
 * Denoising diffusion probabilistic models (Ho, Jain and Abbeel 2020, algorithm 2), right with fewer steps than T too.
 * Times are spaced 'leading' by default.
 *
 * @param options.variance 'fixed_small' (default) is right for data at a single point, 'fixed_large' for white noise
 */
export function createDdpm(options: { readonly variance?: DdpmVariance } = {}): Scheduler {
  const { variance = 'fixed_small' } = options;
  if (variance !== 'fixed_small' && variance !== 'fixed_large')
    throw new RangeError(`ddpm: expected variance fixed_small or fixed_large, found ${String(variance)}`);
  return memoryless('ddpm', 'leading', ddpmStep(variance));
}

/** Ancestral sampling with the small variance. */
export const ddpm: Scheduler = createDdpm();
