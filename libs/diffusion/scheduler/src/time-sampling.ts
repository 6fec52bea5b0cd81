import type { Random } from '@braingen/volume';
import type { NoiseSchedule } from './noise-schedule.ts';
import { timeOfSigma } from './karras.ts';
import { shiftTime } from './timestep-shift.ts';

/**
 * Which times a model is trained at:
 * - 'uniform': all alike (Ho, Jain and Abbeel 2020, algorithm 1);
 * - 'logit-normal': t / T = 1 / (1 + e^-u) with u ~ N(mean, deviation^2), more often in the middle, where the direction from
 *   noise to volume is hardest to tell (Esser et al. 2024, section 3.1, equation 19). MONAI calls the two loc and scale;
 * - 'log-normal': ln sigma ~ N(mean, deviation^2) with sigma = noise / signal (Karras et al. 2022, table 1, "noise distribution");
 *   with prediction 'v' on a variance-preserving schedule and data of unit deviation this is their training.
 */
export interface TimeSampling {
  /** @default 'uniform' */
  readonly kind?: 'uniform' | 'logit-normal' | 'log-normal' | undefined;
  /** Higher favours noisy times. @default 0 of 'logit-normal', -1.2 of 'log-normal' */
  readonly mean?: number | undefined;
  /** Of the normal distribution that times are drawn by. @default 1 of 'logit-normal', 1.2 of 'log-normal' */
  readonly deviation?: number | undefined;
}

const defaults = {
  'logit-normal': { mean: 0, deviation: 1 },
  'log-normal': { mean: -1.2, deviation: 1.2 },
} as const;

/** The two numbers, where they are given. */
function given({ mean, deviation }: TimeSampling): { mean?: number; deviation?: number } {
  return { ...(mean !== undefined && { mean }), ...(deviation !== undefined && { deviation }) };
}

/**
 * A time to train at: a whole one of a variance-preserving schedule (any real one with 'log-normal'), any real one in (0, T] of a flow. A flow's timestep shift is applied
 * after the draw, as MONAI does, so that training sees the times that sampling visits.
 *
 * @throws RangeError for an unknown kind, or a mean or deviation that is none
 */
export function drawTime(schedule: NoiseSchedule, random: Random, sampling: TimeSampling = {}): number {
  const { kind = 'uniform' } = sampling;
  if (kind === 'uniform') return schedule.draw(random);
  if (kind !== 'logit-normal' && kind !== 'log-normal')
    throw new RangeError(`drawTime: expected kind uniform, logit-normal or log-normal, found ${String(kind)}`);
  const { mean, deviation } = { ...defaults[kind], ...given(sampling) };
  if (!Number.isFinite(mean)) throw new RangeError(`drawTime: expected a finite mean, found ${mean}`);
  if (!(deviation > 0 && deviation < Infinity))
    throw new RangeError(`drawTime: expected a positive deviation, found ${deviation}`);
  if (kind === 'log-normal') return timeOfSigma(schedule, Math.exp(mean + deviation * random.normal()));

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
