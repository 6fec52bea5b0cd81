import { karrasTimesteps, sigmaOf } from './karras.ts';
import { splitConsistently } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';
import { spacedTimesteps } from './spacing.ts';
import { blend, remainingSignal } from './transfer.ts';

/**
 * Euler's method on the probability-flow equation in y = x / signal, dy/dsigma = epsilon, at the times of Karras et al. 2022
 * (algorithm 1 without its correction). With `spacing` it visits evenly spaced times instead.
 * A clipped x_0 bends the slope, as in diffusers' Heun; diffusers' Euler clips nothing.
 */
export const euler: Scheduler = {
  name: 'euler',
  start(schedule, options) {
    const timesteps = options.spacing
      ? spacedTimesteps(schedule, options.steps, options.spacing)
      : karrasTimesteps(schedule, options.steps);
    return {
      timesteps,
      step(output, index, x) {
        const t = timesteps[index];
        const s = timesteps[index + 1] ?? -1;
        const { x0, epsilon } = splitConsistently(output, x, t, schedule, options);
        // y + (sigma_s - sigma_t) epsilon, times the signal at s
        const next = blend(
          [schedule.signal(s) / remainingSignal(schedule, t), x],
          [schedule.signal(s) * (sigmaOf(schedule, s) - sigmaOf(schedule, t)), epsilon],
        );
        return { x: next, x0 };
      },
    };
  },
};
