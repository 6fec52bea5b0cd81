import { drawTime, type NoiseSchedule, type TimeSampling } from '@braingen/scheduler';
import { createRandom, type Random } from '@braingen/volume';
import type { Sample } from './batch.ts';
import { shuffled, type TrainingSet } from './training-set.ts';

/** Where samples come from, and what is left to chance. */
export interface Drawing {
  readonly data: TrainingSet<unknown>;
  readonly schedule: NoiseSchedule;
  readonly seed: number | string;
  readonly timeSampling: TimeSampling | undefined;
  /** The share of samples that are unconditioned. */
  readonly conditionDropout: number;
  readonly augment: ((volume: Float32Array, random: Random) => Float32Array) | undefined;
}

/**
 * The k-th sample of a training, whichever batch it falls into: its volume, time, noise and whether it is conditioned
 * depend only on the seed and k.
 */
export function drawing(options: Drawing): (k: number) => Promise<Sample> {
  const { data, schedule, seed, timeSampling, conditionDropout, augment } = options;
  const volumeOf = shuffled(data.length, seed);
  const samples = createRandom(seed);
  return async (k) => {
    const random = samples.fork(`sample ${k}`);
    const index = volumeOf(k);
    const volume = await data.volume(index);
    return {
      volume: index,
      dropped: random.fork('condition').uniform() < conditionDropout,
      x0: augment?.(volume, random.fork('augment')) ?? volume,
      t: drawTime(schedule, random, timeSampling),
      random,
    };
  };
}
