import { memoryless, type Step } from './memoryless.ts';
import { splitPrediction } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';

/** The variance of a step, which the paper leaves open between two bounds (section 3.2). */
export type DdpmVariance = 'fixed_small' | 'fixed_large';

/**
 * The posterior q(x_s | x_t, x_0) with x_0 as the model sees it (Ho, Jain and Abbeel 2020, equations 6 and 7).
 * Where times between t and s are left out, it is that of the strided chain (Nichol and Dhariwal 2021, equation 19).
 */
export function ddpmStep(variance: DdpmVariance): Step {
  return (output, x, t, s, schedule, options) => {
    const { x0 } = splitPrediction(output, x, t, schedule, options);

    // What is between s and t: x_t = alpha x_s + sqrt(beta) noise. In the paper's chain alpha^2 is alpha_t, beta is beta_t.
    const alpha = schedule.signal(t) / schedule.signal(s);
    const beta = schedule.noise(t) ** 2 - (alpha * schedule.noise(s)) ** 2;
    // Equation 7: the weights of the mean, and the small variance
    const share = (schedule.noise(s) / schedule.noise(t)) ** 2;
    const ofX0 = (schedule.signal(s) * beta) / schedule.noise(t) ** 2;
    const ofX = alpha * share;
    // Algorithm 2, line 3: the last step adds no noise
    const sigma = s < 0 ? 0 : Math.sqrt(variance === 'fixed_small' ? share * beta : beta);

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
