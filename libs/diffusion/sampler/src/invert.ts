import type { SchedulerInverse, Spacing } from '@braingen/scheduler';
import { createRandom, elementCount, type ProgressOptions } from '@braingen/volume';
import { denoise } from './denoise.ts';
import type { ModelOptions } from './options.ts';

export interface InversionOptions<C = never> extends ModelOptions<C>, ProgressOptions {
  /** The inverse of a deterministic scheduler, such as `ddimInverse`. */
  readonly inverse: SchedulerInverse;
  /** The volume, scaled as the model's data, in the order of the shape [d, h, w, c]. Its condition is requested for number 0. */
  readonly volume: Float32Array;
  /** Steps from volume to noise: as many as will be sampled with. */
  readonly steps: number;
  /** How many of them are gone, from the cleanest on. @default all */
  readonly depth?: number | undefined;
  /** The one that will be sampled with. @default the scheduler's own */
  readonly spacing?: Spacing | undefined;
}

/**
 * From a volume to the noise that a deterministic scheduler makes it of: sampling from there, with the same model, steps and
 * guidance, comes back to the volume (Song, Meng and Ermon 2021, section 4.3).
 *
 * @returns x at the last time gone to
 * @throws RangeError where sizes do not fit
 */
export async function invert<C = never>(options: InversionOptions<C>): Promise<Float32Array> {
  const { inverse, schedule, shape, volume, steps, depth = steps, predictionType, spacing, onProgress } = options;
  if (volume.length !== elementCount(shape))
    throw new RangeError(`invert: expected ${elementCount(shape)} numbers in volume, found ${volume.length}`);
  const alone = {
    number: 0,
    random: createRandom(0),
    start: () => inverse.start(schedule, { steps, predictionType, spacing }),
  };
  // A step may look at its time more than once.
  const path = (timesteps: readonly number[]): number[] => {
    const times = [...new Set(timesteps)].slice(0, depth);
    return [...timesteps.keys()].filter((index) => timesteps[index] <= times[times.length - 1]);
  };
  const [noise] = await denoise(options, [alone], [volume], (fraction) => onProgress?.(fraction), { path });
  return noise;
}
