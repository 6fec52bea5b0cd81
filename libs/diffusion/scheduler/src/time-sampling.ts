import type { Random } from '@braingen/volume';
import type { NoiseSchedule } from './schedule.ts';
import { shiftTime } from './timestep-shift.ts';

/**
 * Which times a model is trained at:
 * - 'uniform': all alike (Ho, Jain and Abbeel 2020, algorithm 1);
 * - 'logit-normal': t / T = 1 / (1 + e^-u) with u ~ N(mean, deviation^2), more often in the middle, where the direction from
 *   noise to volume is hardest to tell (Esser et al. 2024, section 3.1, equation 19). MONAI calls the two loc and scale.
 */
export interface TimeSampling {
  /** 'uniform' by default. */
  readonly kind?: 'uniform' | 'logit-normal' | undefined;
  /** m of 'logit-normal': above 0 favours noisy times; 0 by default. */
  readonly mean?: number | undefined;
  /** s of 'logit-normal'; 1 by default. */
  readonly deviation?: number | undefined;
}

/**
 * A time to train at: a whole one of a variance-preserving schedule, any real one in (0, T] of a flow. A flow's timestep shift is applied
 * after the draw, as MONAI does, so that training sees the times that sampling visits.
 *
 * @throws RangeError for an unknown kind, or a mean or deviation that is none
 */
export function drawTime(schedule: NoiseSchedule, random: Random, sampling: TimeSampling = {}): number {
  const { kind = 'uniform', mean = 0, deviation = 1 } = sampling;
  if (kind === 'uniform') return schedule.draw(random);
  if (kind !== 'logit-normal')
    throw new RangeError(`drawTime: expected kind uniform or logit-normal, found ${String(kind)}`);
  if (!Number.isFinite(mean)) throw new RangeError(`drawTime: expected a finite mean, found ${mean}`);
  if (!(deviation > 0 && deviation < Infinity))
    throw new RangeError(`drawTime: expected a positive deviation, found ${deviation}`);

  const share = 1 / (1 + Math.exp(-(mean + deviation * random.normal())));
  const { steps, first } = schedule;
  if (first === 0) return Math.min(Math.floor(share * steps), steps - 1);
  // A share of exactly 0 would leave no noise to learn from.
  return shiftTime(schedule, Math.max(share, Number.EPSILON) * steps);
}

/** `count` times, one after the other from the same generator. */
export function sampleTimes(
  schedule: NoiseSchedule,
  random: Random,
  count: number,
  sampling: TimeSampling = {},
): number[] {
  return Array.from({ length: count }, () => drawTime(schedule, random, sampling));
}
