import { targetFactors, type PredictionType } from './prediction.ts';
import type { NoiseSchedule } from './noise-schedule.ts';

/** x_t = signal(t) x_0 + noise(t) epsilon (Ho, Jain and Abbeel 2020, equation 4). */
export function addNoise(schedule: NoiseSchedule, x0: Float32Array, epsilon: Float32Array, t: number): Float32Array {
  return combine('addNoise', x0, epsilon, schedule.signal(t), schedule.noise(t));
}

/** What a model of the given type should predict for x_t. */
export function target(
  schedule: NoiseSchedule,
  type: PredictionType,
  x0: Float32Array,
  epsilon: Float32Array,
  t: number,
): Float32Array {
  const [ofX0, ofEpsilon] = targetFactors(type, schedule, t);
  return combine('target', x0, epsilon, ofX0, ofEpsilon);
}

/** v_t = sqrt(alpha-bar_t) epsilon - sqrt(1 - alpha-bar_t) x_0 (Salimans and Ho 2022, appendix D). */
export function velocity(schedule: NoiseSchedule, x0: Float32Array, epsilon: Float32Array, t: number): Float32Array {
  return target(schedule, 'v', x0, epsilon, t);
}

function combine(what: string, x0: Float32Array, epsilon: Float32Array, a: number, s: number): Float32Array {
  if (x0.length !== epsilon.length)
    throw new RangeError(`${what}: expected as much noise as volume, found ${epsilon.length} and ${x0.length} numbers`);
  const out = new Float32Array(x0.length);
  for (let i = 0; i < out.length; i++) out[i] = a * x0[i] + s * epsilon[i];
  return out;
}
