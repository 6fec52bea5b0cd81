import { assertContrast, assertSameGrid, type Volume, type VoxelArray } from '@braingen/volume';
import { priorDistance } from '../prior-distance.ts';
import { isStripped } from '../stripped.ts';

/** A head whose cavity is known, registered to the space that others are registered to. */
export interface LibraryEntry {
  /** For messages. */
  readonly name: string;
  /** A whole T1-weighted head, any scale of intensities, 1 to 2 mm. */
  readonly image: Volume<VoxelArray>;
  /** Its cavity on the same grid: 1 (or a probability) inside, 0 outside. */
  readonly mask: Volume<VoxelArray>;
}

/** @throws RangeError naming the entry if it cannot serve: another grid, an empty or full mask, no contrast, a stripped brain. */
export function assertEntry({ name, image, mask }: LibraryEntry): void {
  assertSameGrid(image, mask, `library entry "${name}": image and mask`);
  assertContrast(image, `library entry "${name}"`);
  let inside = 0;
  for (const p of mask.voxels) if (p > 0.5) inside++;
  const ml = (inside * image.spacing[0] * image.spacing[1] * image.spacing[2]) / 1000;
  if (!(ml > 300 && ml < 4000)) {
    throw new RangeError(
      `library entry "${name}": expected a mask of a head's cavity, 300 to 4000 ml, found ${ml.toFixed(0)} ml`,
    );
  }
  if (isStripped(image, priorDistance(mask))) {
    throw new RangeError(
      `library entry "${name}": expected a whole head, found nothing around the mask: a stripped brain`,
    );
  }
}
