import { libraryPadding, loadKernels, patchFusion, type Kernels } from '@braingen/kernels';
import type { Shape3 } from '@braingen/volume';
import type { PreparedEntry } from './prepare.ts';

/** Voxels of 2 mm: patches of 3 x 3 x 3, searched for within 7 x 7 x 7 in every entry. */
const patchRadius = 1;
const searchRadius = 3;
/** h^2 = (lambda^2) (least difference) + floor, lambda as in BEaST. */
const bandwidth = 0.5;
const floor = 1e-3;

/** How far from the grid's faces a place must lie. */
export const placeMargin: number = patchRadius + searchRadius;

/** Places a call: the event loop gets its turn in between. */
const batch = 16_000;

/**
 * The label of each place by patch-based fusion, 0 to 1.
 *
 * @param given kernels already loaded
 * @param turn called between batches with the part done
 */
export async function fuseLabels(
  shape: Shape3,
  image: Float32Array,
  entries: readonly PreparedEntry[],
  places: Int32Array,
  given: Kernels | undefined,
  turn: (done: number) => Promise<void>,
): Promise<Float32Array> {
  const kernels = given ?? (await loadKernels());
  const taken: Float32Array[] = [];
  const take = (count: number): Float32Array => {
    const array = kernels.allocate(count);
    taken.push(array);
    return array;
  };
  try {
    const voxels = image.length;
    const target = take(voxels);
    target.set(image);
    const [library, labels] = [
      take(entries.length * voxels + libraryPadding),
      take(entries.length * voxels + libraryPadding),
    ];
    entries.forEach((entry, e) => {
      library.set(entry.image, e * voxels);
      labels.set(entry.label, e * voxels);
    });
    library.fill(0, entries.length * voxels);
    labels.fill(0, entries.length * voxels);
    const result = new Float32Array(places.length);
    for (let first = 0; first < places.length; first += batch) {
      const some = places.subarray(first, first + batch);
      const [fused, nearest] = [result.subarray(first, first + some.length), new Float32Array(some.length)];
      const arrays = { image: target, library, labels, places: some, fused, nearest };
      patchFusion(kernels, shape, arrays, { patchRadius, searchRadius, bandwidth, floor });
      await turn(Math.min(1, (first + batch) / places.length));
    }
    return result;
  } finally {
    for (const array of taken) kernels.release(array);
  }
}
