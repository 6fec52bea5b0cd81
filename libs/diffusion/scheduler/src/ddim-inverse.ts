import { partFactors, splitPrediction } from './prediction.ts';
import type { SchedulerInverse } from './scheduler.ts';
import { defaultSpacing, spacedTimesteps, type Spacing } from './spacing.ts';

export interface DdimInverseOptions {
  /**
   * Fixed-point iterations per inversion step: each further one evaluates the model at the x_t found before, and brings sampling
   * from the result closer to the volume (Pan et al. 2023, AIDI, equation 6).
   * @default 1
   */
  readonly iterations?: number | undefined;
  /** @default 'ddim-inverse' */
  readonly name?: string | undefined;
  /** How times are spaced where a run does not say: as those of the sampler that is undone. @default 'leading' */
  readonly spacing?: Spacing | undefined;
}

/**
 * DDIM inversion: from a volume to the noise that the deterministic sampler makes it of (Song, Meng and Ermon 2021,
 * section 4.3; Dhariwal and Nichol 2021, appendix F). It visits the sampler's times from the cleanest to the noisiest; a
 * step from s to t undoes the sampler's step from t to s, with the model looking at time t as it does there.
 *
 * The sampler's step is x_s = A x_t + B output(x_t, t), so x_t = (x_s - B output) / A, with the output for x_s in place of that
 * for x_t. Models of x_0 are stepped by the noise they imply instead, since their A goes to 0 at the clean end. `epsilon` gives
 * the figures of diffusers' DDIMInverseScheduler; that one turns `v` by the angle between s and t, which undoes no step exactly,
 * and cannot start with `sample`. x_0 is not held to a range on the way: what is cut off could not be brought back.
 *
 * On a 'flow' schedule this is Euler's method reversed.
 *
 * @throws RangeError unless iterations are a positive whole number
 */
export function createDdimInverse(options: DdimInverseOptions = {}): SchedulerInverse {
  const { iterations = 1, name = 'ddim-inverse', spacing: ownSpacing = 'leading' } = options;
  if (!Number.isInteger(iterations) || iterations < 1)
    throw new RangeError(`${name}: expected a whole number of iterations, at least 1, found ${iterations}`);
  return {
    name,
    start(schedule, run) {
      const spacing = run.spacing ?? defaultSpacing(schedule, ownSpacing);
      const times = spacedTimesteps(schedule, run.steps, spacing).reverse();
      const type = run.predictionType ?? 'epsilon';
      let departure = new Float32Array();
      return {
        timesteps: times.flatMap((t) => Array.from({ length: iterations }, () => t)),
        step(output, index, x) {
          const i = Math.floor(index / iterations);
          const [t, s] = [times[i], times[i - 1] ?? -1];
          if (index % iterations === 0) departure = Float32Array.from(x);
          const { x0, epsilon } = splitPrediction(output, x, t, schedule, { predictionType: type });

          const { toX0, toEpsilon } = partFactors(type, schedule, t);
          const [signal, noise] = [schedule.signal(s), schedule.noise(s)];
          const a = signal * toX0[0] + noise * toEpsilon[0];
          const byNoise = a < 1e-3 || (type === 'sample' && schedule.signal(t) > 0);
          if (!byNoise) {
            const b = signal * toX0[1] + noise * toEpsilon[1];
            return { x: departure.map((value, k) => (value - b * output[k]) / a), x0 };
          }
          const ratio = schedule.signal(t) / signal;
          const ofEpsilon = schedule.noise(t) - ratio * noise;
          return { x: departure.map((value, k) => ratio * value + ofEpsilon * epsilon[k]), x0 };
        },
      };
    },
  };
}

/** The inversion with one look a step. */
export const ddimInverse: SchedulerInverse = createDdimInverse();
