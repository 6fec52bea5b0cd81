import { ddimInverse } from './ddim-inverse.ts';
import { memoryless, type MemorylessStep } from './memoryless.ts';
import { splitPrediction } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * x_0 and the noise of x_t put together again at time s (Song, Meng and Ermon 2021, equation 12).
 *
 * @param split how the model's output is read
 */
export function ddimStep(eta: number, split: typeof splitPrediction = splitPrediction): MemorylessStep {
  return (output, x, t, s, schedule, options) => {
    const { x0, epsilon } = split(output, x, t, schedule, options);

    // Equation 16: sigma_t(eta), where beta is the variance that the way from s to t adds
    const beta = schedule.noise(t) ** 2 - ((schedule.signal(t) / schedule.signal(s)) * schedule.noise(s)) ** 2;
    const sigma = eta * (schedule.noise(s) / schedule.noise(t)) * Math.sqrt(beta);
    // Equation 12: predicted x_0, direction pointing to x_t, fresh noise
    const ofX0 = schedule.signal(s);
    const ofEpsilon = Math.sqrt(Math.max(schedule.noise(s) ** 2 - sigma * sigma, 0));

    const next = new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) {
      next[i] = ofX0 * x0[i] + ofEpsilon * epsilon[i] + (sigma > 0 ? sigma * options.random.normal() : 0);
    }
    return { x: next, x0 };
  };
}

export interface DdimOptions {
  /**
   * The fraction of a step's noise that is drawn anew: 0 is deterministic and has an inverse, 1 is DDPM's posterior.
   * @default 0
   */
  readonly eta?: number | undefined;
}

/**
 * Denoising diffusion implicit models (Song, Meng and Ermon 2021). Times are spaced 'leading' by default, a step goes to the
 * next time visited, and the last step lands on the clean volume. The noise is not recomputed from a clipped x_0.
 *
 * MONAI 1.6 spaces its times by linspace and still steps back by T / n: the two agree only for 'leading' times, with
 * which its steps are these.
 *
 * @throws RangeError for eta outside of 0 to 1
 */
export function createDdim(options: DdimOptions = {}): Scheduler {
  const { eta = 0 } = options;
  if (!(eta >= 0 && eta <= 1)) throw new RangeError(`ddim: expected eta from 0 to 1, found ${eta}`);
  const scheduler = memoryless('ddim', 'leading', ddimStep(eta));
  return eta === 0 ? { ...scheduler, inverse: ddimInverse } : scheduler;
}

/** The deterministic sampler. */
export const ddim: Scheduler = createDdim();
