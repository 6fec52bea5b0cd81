import type { NoiseSchedule } from './noise-schedule.ts';
import type { Scheduler, SchedulerOptions, SchedulerStep } from './scheduler.ts';
import { defaultSpacing, spacedTimesteps, type Spacing } from './spacing.ts';

/**
 * A step from time t to the cleaner time s; s below 0 is the clean volume.
 *
 * @param output the model's output for x at t
 */
export type MemorylessStep = (
  output: Float32Array,
  x: Float32Array,
  t: number,
  s: number,
  schedule: NoiseSchedule,
  options: SchedulerOptions,
) => SchedulerStep;

/**
 * A scheduler whose steps need nothing but the model's latest output: one evaluation a step, no memory.
 *
 * @param spacing the default; where the schedule ends in pure noise it is 'trailing', since sampling starts there
 */
export function memoryless(name: string, spacing: Spacing, step: MemorylessStep): Scheduler {
  return {
    name,
    start(schedule, options) {
      const chosen = options.spacing ?? defaultSpacing(schedule, spacing);
      const timesteps = spacedTimesteps(schedule, options.steps, chosen);
      return {
        timesteps,
        step: (output, index, x) => step(output, x, timesteps[index], timesteps[index + 1] ?? -1, schedule, options),
      };
    },
  };
}
