import { ddimStep } from './ddim.ts';
import { sigmaTimesteps } from './karras.ts';
import { splitConsistently } from './prediction.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Ancestral sampling at the noise levels of Karras et al. 2022: Euler's method down to sigma_down, then fresh noise of
 * sigma_up = sigma_s / sigma_t sqrt(sigma_t^2 - sigma_s^2), so that sigma_up^2 + sigma_down^2 = sigma_s^2. In y = x / signal this is
 * DDIM with eta = 1 (Song, Meng and Ermon 2021, equation 16). With `spacing` it visits evenly spaced times instead, as diffusers'
 * EulerAncestralDiscreteScheduler does.
 */
export const eulerAncestral: Scheduler = {
  name: 'euler-ancestral',
  start(schedule, options) {
    const timesteps = sigmaTimesteps(schedule, options);
    const step = ddimStep(1, splitConsistently);
    return {
      timesteps,
      step: (output, index, x) => step(output, x, timesteps[index], timesteps[index + 1] ?? -1, schedule, options),
    };
  },
};
