import type { NoiseSchedule } from './noise-schedule.ts';

/** A weighted sum of arrays of one length. */
export function blend(...terms: readonly (readonly [weight: number, values: Float32Array])[]): Float32Array {
  const sum = new Float32Array(terms[0][1].length);
  for (const [weight, values] of terms) for (let i = 0; i < sum.length; i++) sum[i] += weight * values[i];
  return sum;
}

/** lambda_t = log(signal / noise), the clock of exponential integrators (Lu et al. 2022); infinite for the clean volume. */
export function logSnr(schedule: NoiseSchedule, t: number): number {
  return Math.log(schedule.signal(t) / schedule.noise(t));
}

/**
 * signal(t), for methods that divide by it.
 *
 * @throws RangeError where a schedule with zeroTerminalSnr, or a flow, has none left
 */
export function remainingSignal(schedule: NoiseSchedule, t: number): number {
  const signal = schedule.signal(t);
  if (signal === 0)
    throw new RangeError(
      `scheduler: expected some signal at time ${t}, found pure noise; ddim, ddpm, dpm-solver++, unipc and rectified-flow start from there`,
    );
  return signal;
}
