import type { Shape3 } from '@braingen/volume';
import { detailBands, haarSplit, halved } from './haar.ts';

/** What makes the numbers of one level of a pyramid ones of about unit size. */
export interface LevelScale {
  /** Mean and standard deviation of the coarse volume where it is not background. */
  readonly mean: number;
  readonly deviation: number;
  /** Root mean square of each detail band there. */
  readonly details: readonly number[];
}

/**
 * Scales of every level, over all volumes and all voxels that are not background (0).
 *
 * @param volumes [d, h, w]
 * @param halvings levels of the pyramid; the first entry belongs to the first halving
 */
export function measureScales(volumes: readonly Float32Array[], shape: Shape3, halvings: number): LevelScale[] {
  const sums = Array.from({ length: halvings }, () => ({
    count: 0,
    sum: 0,
    squares: 0,
    details: new Float64Array(detailBands),
  }));
  for (const volume of volumes) {
    let [fine, fineShape] = [volume, shape];
    for (const level of sums) {
      const { coarse, details } = haarSplit(fine, fineShape);
      for (let i = 0; i < coarse.length; i++) {
        if (coarse[i] === 0) continue;
        level.count++;
        level.sum += coarse[i];
        level.squares += coarse[i] ** 2;
        for (let band = 0; band < detailBands; band++) level.details[band] += details[i * detailBands + band] ** 2;
      }
      [fine, fineShape] = [coarse, halved(fineShape)];
    }
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
