import type { NoiseSchedule } from './noise-schedule.ts';
import type { SchedulerOptions } from './scheduler.ts';
import { spacedTimesteps } from './spacing.ts';
import { blend, remainingSignal } from './transfer.ts';

/** sigma = noise / signal: how noisy a volume is beside its own scale. */
export function sigmaOf(schedule: NoiseSchedule, t: number): number {
  return schedule.noise(t) / schedule.signal(t);
}

/**
 * Times at which sigma falls as in Karras et al. 2022, equation 5 with rho = 7: from that of the noisiest time to that of
 * the cleanest, densest at the clean end. They need not be whole.
 *
 * @throws RangeError unless 1 <= steps <= T, or where the schedule ends in pure noise, whose sigma is infinite
 */
export function karrasTimesteps(schedule: NoiseSchedule, steps: number): number[] {
  const { first } = schedule;
  const last = first + schedule.steps - 1;
  if (!(Number.isInteger(steps) && steps >= 1 && steps <= schedule.steps))
    throw new RangeError(`timesteps: expected a whole number of steps from 1 to ${schedule.steps}, found ${steps}`);
  const rho = 7;
  const [low, high] = [sigmaOf(schedule, first), sigmaOf(schedule, last)].map((sigma) => sigma ** (1 / rho));
  if (high === Infinity)
    throw new RangeError('timesteps: expected a schedule with signal left at its noisiest time, found pure noise');
  return Array.from({ length: steps }, (_, i) => {
    if (i === 0) return last;
    const sigma = (high + (i / (steps - 1)) * (low - high)) ** rho;
    return timeOfSigma(schedule, sigma);
  });
}

/** The times of methods that follow sigma: those of `spacing` where it is given, else `karrasTimesteps`. */
export function sigmaTimesteps(schedule: NoiseSchedule, { steps, spacing }: SchedulerOptions): number[] {
  return spacing ? spacedTimesteps(schedule, steps, spacing) : karrasTimesteps(schedule, steps);
}

/** From x at t to s along a slope dy/dsigma of y = x / signal: y + (sigma_s - sigma_t) slope, times the signal at s. */
export function followSlope(
  schedule: NoiseSchedule,
  x: Float32Array,
  slope: Float32Array,
  t: number,
  s: number,
): Float32Array {
  return blend(
    [schedule.signal(s) / remainingSignal(schedule, t), x],
    [schedule.signal(s) * (sigmaOf(schedule, s) - sigmaOf(schedule, t)), slope],
  );
}

/**
 * The time at which noise / signal is sigma, the inverse of `sigmaOf`: log sigma is a straight line between whole times. A sigma
 * outside those of the schedule gives its first or last time.
 */
export function timeOfSigma(schedule: NoiseSchedule, sigma: number): number {
  const { first } = schedule;
  const last = first + schedule.steps - 1;
  let [below, above] = [first, last];
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (sigmaOf(schedule, middle) <= sigma) below = middle;
    else above = middle;
  }
  const [from, to] = [below, above].map((t) => Math.log(sigmaOf(schedule, t)));
  const fraction = from === to ? 0 : (Math.log(sigma) - from) / (to - from);
  return below + Math.min(Math.max(fraction, 0), 1) * (above - below);
}
