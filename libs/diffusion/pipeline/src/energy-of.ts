import type { EnergyReading } from '@braingen/energy';
import type { TrainingReport } from './model-kind.ts';

/** What a training has taken as far as its log says: each of its readings counts from the first step on. */
export const energyOf = (log: readonly TrainingReport[]): EnergyReading | undefined =>
  log.findLast(({ energy }) => energy)?.energy;
