import { assertSameGrid, type Volume, type VoxelArray } from '@braingen/volume';

/**
 * The indices of the finite voxels of `volume` where `mask` is above zero, in the order of storage.
 *
 * @throws RangeError if the mask lies on another grid, holds no voxel, or the volume has no contrast inside it.
 */
export function insideMask(volume: Volume<VoxelArray>, mask: Volume<VoxelArray>, operation: string): Int32Array {
  assertSameGrid(volume, mask, `${operation}: volume and mask`);
  const { voxels } = volume;
  const inside = mask.voxels;
  let count = 0;
  for (let i = 0; i < inside.length; i++) if (inside[i] > 0) count++;
  if (count === 0) throw new RangeError(`${operation}: expected a mask with voxels above zero, found none`);
  const indices = new Int32Array(count);
  let finite = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < inside.length; i++) {
    const value = voxels[i];
    if (!(inside[i] > 0) || !Number.isFinite(value)) continue;
    indices[finite++] = i;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (finite === 0) throw new RangeError(`${operation}: expected finite voxels in the mask, found none among ${count}`);
  if (low === high)
    throw new RangeError(`${operation}: expected contrast in the mask, found ${low} in all its ${finite} voxels`);
  return indices.subarray(0, finite);
}

/** The values of `volume` at `indices`. */
export function valuesAt(volume: Volume<VoxelArray>, indices: Int32Array): Float32Array {
  const values = new Float32Array(indices.length);
  for (let i = 0; i < indices.length; i++) values[i] = volume.voxels[indices[i]];
  return values;
}
