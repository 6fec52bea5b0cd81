import type { VolumeSource } from '@braingen/trainer';
import type { Shape3 } from '@braingen/volume';
import { detailBands, haarSplit, halved } from './haar.ts';

/** What makes the numbers of one level of a pyramid ones of about unit size. */
export interface LevelScale {
  /** Mean and standard deviation of the level's volumes where they are not background. */
  readonly mean: number;
  readonly deviation: number;
  /** Root mean square there of each band of the details that lead to the level above; none at level 0, the finest. */
  readonly details: readonly number[];
}

/** A level's numbers with a mean of 0 and a deviation of 1 where they are not background. */
export const scaled = (values: Float32Array, { mean, deviation }: LevelScale): Float32Array =>
  values.map((value) => (value - mean) / deviation);

/** `scaled` undone. */
export const unscaled = (values: Float32Array, { mean, deviation }: LevelScale): Float32Array =>
  values.map((value) => value * deviation + mean);

/**
 * Scales of every level, over all volumes and all voxels that are not background (0).
 *
 * @param volumes [d, h, w]
 * @param halvings levels of the pyramid below the volumes themselves, which are level 0
 * @returns one entry for each level from 0 to `halvings`
 */
export async function measureScales(volumes: VolumeSource, shape: Shape3, halvings: number): Promise<LevelScale[]> {
  const sums = Array.from({ length: halvings + 1 }, (_, level) => ({
    count: 0,
    sum: 0,
    squares: 0,
    details: new Float64Array(level === 0 ? 0 : detailBands),
  }));
  for (let index = 0; index < volumes.length; index++) {
    let fine = { values: await volumes.volume(index), shape };
    sums.forEach((level, number) => {
      const bands = number === 0 ? undefined : haarSplit(fine.values, fine.shape);
      if (bands) fine = { values: bands.coarse, shape: halved(fine.shape) };
      for (let i = 0; i < fine.values.length; i++) {
        const value = fine.values[i];
        if (value === 0) continue;
        level.count++;
        level.sum += value;
        level.squares += value ** 2;
        if (!bands) continue;
        for (let band = 0; band < detailBands; band++)
          level.details[band] += bands.details[i * detailBands + band] ** 2;
      }
    });
  }
  return sums.map(({ count, sum, squares, details }) => {
    const mean = sum / count;
    return {
      mean,
      deviation: Math.sqrt(squares / count - mean ** 2),
      details: Array.from(details, (square) => Math.sqrt(square / count)),
    };
  });
}
