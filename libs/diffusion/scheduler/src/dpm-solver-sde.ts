import { dpmMultistep } from './dpm-multistep.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * SDE-DPM-Solver++ (2M), the same for the reverse diffusion with its noise (Lu et al. 2022, DPM-Solver++, section 5 and
 * appendix C): x_s = (sigma_s / sigma_t) e^-h x_t + alpha_s (1 - e^-2h) D + sigma_s sqrt(1 - e^-2h) z.
 * Its first order is DDIM with eta = 1.
 */
export const dpmSolverSde: Scheduler = dpmMultistep('sde-dpm-solver++', (noiseT, signalS, noiseS, h) => ({
  ofX: (noiseS / noiseT) * Math.exp(-h),
  ofX0: -signalS * Math.expm1(-2 * h),
  sigma: noiseS * Math.sqrt(-Math.expm1(-2 * h)),
}));
