import { followSlope, sigmaTimesteps } from './karras.ts';
import { splitConsistently } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';
import { blend } from './transfer.ts';

/**
 * Heun's method of second order on dy/dsigma = epsilon with y = x / signal (Karras et al. 2022, algorithm 1): each step looks
 * ahead and goes by the mean of both slopes, the last one by Euler. n steps evaluate the model 2 n - 1 times; times are
 * those of Karras et al. unless `spacing` is given. A clipped x_0 bends the slopes, as in diffusers.
 */
export const heun: Scheduler = {
  name: 'heun',
  start(schedule, options) {
    const visited = sigmaTimesteps(schedule, options);
    let ahead: { from: Float32Array; slope: Float32Array; t: number } | undefined;

    // Every time but the first comes twice: looked at ahead, then stood at.
    const timesteps = visited.flatMap((t, i) => (i === 0 ? [t] : [t, t]));
    return {
      timesteps,
      step(output, index, x) {
        const t = timesteps[index];
        const { x0, epsilon } = splitConsistently(output, x, t, schedule, options);
        if (ahead) {
          const mean = blend([0.5, ahead.slope], [0.5, epsilon]);
          const next = followSlope(schedule, ahead.from, mean, ahead.t, t);
          ahead = undefined;
          return { x: next, x0 };
        }
        const s = timesteps[index + 1] ?? -1;
        if (s >= schedule.first) ahead = { from: x, slope: epsilon, t };
        return { x: followSlope(schedule, x, epsilon, t, s), x0 };
      },
    };
  },
};
