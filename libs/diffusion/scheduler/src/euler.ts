import { followSlope, sigmaTimesteps } from './karras.ts';
import { splitConsistently } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Euler's method on the probability-flow equation in y = x / signal, dy/dsigma = epsilon, at the times of Karras et al. 2022
 * (algorithm 1 without its correction). With `spacing` it visits evenly spaced times instead.
 * A clipped x_0 bends the slope, as in diffusers' Heun; diffusers' Euler clips nothing.
 */
export const euler: Scheduler = {
  name: 'euler',
  start(schedule, options) {
    const timesteps = sigmaTimesteps(schedule, options);
    return {
      timesteps,
      step(output, index, x) {
        const t = timesteps[index];
        const s = timesteps[index + 1] ?? -1;
        const { x0, epsilon } = splitConsistently(output, x, t, schedule, options);
        return { x: followSlope(schedule, x, epsilon, t, s), x0 };
      },
    };
  },
};
