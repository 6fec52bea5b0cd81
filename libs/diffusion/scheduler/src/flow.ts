import type { NoiseSchedule } from './noise-schedule.ts';
import { shiftTime } from './timestep-shift.ts';

/**
 * The straight line between volume and noise of rectified flow (Liu, Gong and Liu 2023, equation 1): x_t = (1 - u) x_0 +
 * u epsilon with u = t / T and t from 1 to T. `snrShift` bends it: u goes to u / (u + snrShift (1 - u)).
 * `timestepShift` leaves the line and moves the times that are drawn and visited.
 */
export function createFlow(steps: number, snrShift: number, timestepShift: number): NoiseSchedule {
  const share = (t: number): number => {
    if (!(t <= steps)) throw new RangeError(`schedule: expected a time up to ${steps}, found ${t}`);
    const u = Math.max(t, 0) / steps;
    return u / (u + snrShift * (1 - u));
  };
  const levels = Float64Array.from({ length: steps }, (_, i) => {
    const u = share(i + 1);
    return (1 - u) ** 2 / ((1 - u) ** 2 + u ** 2);
  });
  const alphas = levels.map((level, i) => (i === 0 ? level : level / levels[i - 1]));
  return {
    settings: { kind: 'flow', steps, snrShift, timestepShift },
    steps,
    timestepShift,
    first: 1,
    alphasCumprod: levels,
    alphas,
    betas: alphas.map((alpha) => 1 - alpha),
    signal: (t) => 1 - share(t),
    noise: (t) => share(t),
    draw: (random) => shiftTime({ steps, timestepShift }, steps * (1 - random.uniform())),
  };
}
