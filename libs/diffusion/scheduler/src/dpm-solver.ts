import { dpmMultistep } from './dpm-multistep.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * DPM-Solver++ (2M), a deterministic multistep method of second order for the predicted x_0 (Lu et al. 2022, DPM-Solver++,
 * algorithm 2): x_s = (sigma_s / sigma_t) x_t - alpha_s (e^-h - 1) D.
 */
export const dpmSolver: Scheduler = dpmMultistep('dpm-solver++', (noiseT, signalS, noiseS, h) => ({
  ofX: noiseS / noiseT,
  ofX0: -signalS * Math.expm1(-h),
  sigma: 0,
}));
