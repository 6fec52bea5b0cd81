import { memoryless, type MemorylessStep } from './memoryless.ts';
import { splitPrediction } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * The variance of a step, which Ho, Jain and Abbeel 2020 leave open between two bounds (section 3.2):
 * - 'fixed_small': the lower one, beta-tilde, right for data at a single point;
 * - 'fixed_large': the upper one, beta, right for data that are white noise;
 * - 'learned_range': between the two by the model's second output v in [-1, 1]: exp(f log beta + (1 - f) log beta-tilde) with
 *   f = (v + 1) / 2 (Nichol and Dhariwal 2021, equation 15). MONAI leaves out the logarithms; the paper and diffusers are
 *   followed;
 * - 'learned': the second output itself, as MONAI and diffusers read it.
 */
export type DdpmVariance = 'fixed_small' | 'fixed_large' | 'learned_range' | 'learned';

const variances: readonly DdpmVariance[] = ['fixed_small', 'fixed_large', 'learned_range', 'learned'];

/**
 * The posterior q(x_s | x_t, x_0) with x_0 as the model sees it (Ho, Jain and Abbeel 2020, equations 6 and 7).
 * Where times between t and s are left out, it is that of the strided chain (Nichol and Dhariwal 2021, equation 19), as in
 * diffusers; MONAI's step takes t - 1 for the previous time whatever is left out, and then ends in noise. The step onto the clean
 * volume adds no noise; diffusers' does where it is not made at time 0.
 *
 * @param variance by default 'learned_range' for a model that predicts variances, 'fixed_small' for one that does not
 */
export function ddpmStep(variance?: DdpmVariance): MemorylessStep {
  return (output, x, t, s, schedule, options) => {
    const { x0 } = splitPrediction(output, x, t, schedule, options);

    // What is between s and t: x_t = alpha x_s + sqrt(beta) noise. In the paper's chain alpha^2 is alpha_t, beta is beta_t.
    const alpha = schedule.signal(t) / schedule.signal(s);
    const beta = schedule.noise(t) ** 2 - (alpha * schedule.noise(s)) ** 2;
    // Equation 7: the weights of the mean, and the small variance
    const share = (schedule.noise(s) / schedule.noise(t)) ** 2;
    const ofX0 = (schedule.signal(s) * beta) / schedule.noise(t) ** 2;
    const ofX = alpha * share;

    const next = new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) next[i] = ofX0 * x0[i] + ofX * x[i];
    // Algorithm 2, line 3: the last step adds no noise
    if (s >= 0) {
      const sigma = deviation(variance, output, x.length, share * beta, beta);
      for (let i = 0; i < x.length; i++) next[i] += sigma(i) * options.random.normal();
    }
    return { x: next, x0 };
  };
}

/** The standard deviation of the noise on number i. */
function deviation(
  variance: DdpmVariance | undefined,
  output: Float32Array,
  length: number,
  small: number,
  large: number,
): (i: number) => number {
  const learned = output.length === 2 * length ? output.subarray(length) : undefined;
  const chosen = variance ?? (learned ? 'learned_range' : 'fixed_small');
  if (chosen === 'fixed_small') return () => Math.sqrt(small);
  if (chosen === 'fixed_large') return () => Math.sqrt(large);
  if (!learned)
    throw new RangeError(
      `ddpm: expected ${2 * length} numbers, predictions and variances, for variance ${chosen}, found ${output.length}`,
    );
  if (chosen === 'learned') return (i) => Math.sqrt(Math.max(learned[i], 0));
  const [low, high] = [Math.log(small), Math.log(large)];
  return (i) => Math.exp((low + ((learned[i] + 1) / 2) * (high - low)) / 2);
}

export interface DdpmOptions {
  /** @default 'learned_range' for a model that predicts variances, 'fixed_small' for one that does not */
  readonly variance?: DdpmVariance | undefined;
}

/**
 * Denoising diffusion probabilistic models (Ho, Jain and Abbeel 2020, algorithm 2), right with fewer steps than T too.
 * Times are spaced 'leading' by default.
 *
 * @throws RangeError for a variance of another name
 */
export function createDdpm(options: DdpmOptions = {}): Scheduler {
  const { variance } = options;
  if (variance !== undefined && !variances.includes(variance))
    throw new RangeError(`ddpm: expected variance ${variances.join(', ')}, found ${String(variance)}`);
  return memoryless('ddpm', 'leading', ddpmStep(variance));
}

/** Ancestral sampling. */
export const ddpm: Scheduler = createDdpm();
