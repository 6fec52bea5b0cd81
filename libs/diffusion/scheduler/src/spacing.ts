import type { NoiseSchedule } from './noise-schedule.ts';
import { shiftTime } from './timestep-shift.ts';

/**
 * Which of the T training times a shorter run visits, from the noisiest on (Lin et al. 2024, table 2):
 * - 'leading': 0, T/n, 2T/n, ... with T/n floored; MONAI's choice. It ends at time 0 and starts short of T - 1.
 * - 'trailing': T - 1, T - 1 - T/n, ...; starts from the noisiest time, better for few steps.
 * - 'linspace': from T - 1 to 0 with both ends.
 */
export type Spacing = 'leading' | 'trailing' | 'linspace';

/**
 * The times of a shorter run. In a flow with a timestep shift they are moved by it and need not be whole. MONAI's are cut
 * to whole numbers after float16; with `use_discrete_timesteps` off it cuts only the end of each step, so that its steps overlap.
 *
 * @param schedule whose times are visited
 * @param steps    how many of them
 * @throws RangeError unless 1 <= steps <= T
 */
export function spacedTimesteps(
  schedule: Pick<NoiseSchedule, 'steps' | 'first' | 'timestepShift'>,
  steps: number,
  spacing: Spacing,
): number[] {
  const { steps: total, first } = schedule;
  if (!(Number.isInteger(steps) && steps >= 1 && steps <= total))
    throw new RangeError(`timesteps: expected a whole number of steps from 1 to ${total}, found ${steps}`);
  const fromNoisiest = (time: (i: number) => number): number[] =>
    Array.from({ length: steps }, (_, i) => shiftTime(schedule, first + time(i)));
  switch (spacing) {
    case 'leading': {
      const stride = Math.floor(total / steps);
      return fromNoisiest((i) => (steps - 1 - i) * stride);
    }
    case 'trailing':
      return fromNoisiest((i) => roundToEven(total - (i * total) / steps) - 1);
    case 'linspace':
      return fromNoisiest((i) =>
        steps === 1 ? total - 1 : roundToEven(((total - 1) * (steps - 1 - i)) / (steps - 1)),
      );
    default:
      throw new RangeError(`timesteps: expected spacing leading, trailing or linspace, found ${String(spacing)}`);
  }
}

/** 'trailing' where the schedule ends in pure noise, since sampling starts there; the method's own default elsewhere. */
export function defaultSpacing(schedule: NoiseSchedule, spacing: Spacing): Spacing {
  return schedule.signal(schedule.first + schedule.steps - 1) === 0 ? 'trailing' : spacing;
}

/** Halves go to the even neighbour, as in numpy: MONAI and diffusers take their times from there. */
function roundToEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
