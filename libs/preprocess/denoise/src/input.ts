import { assertContrast, assertSameGrid, type Volume, type VoxelArray } from '@braingen/volume';

export interface Normalised {
  readonly voxels: VoxelArray;
  /** Mean magnitude of the voxels that are not zero: kernels work in units of it. */
  readonly scale: number;
  /** Number of negative voxels. */
  readonly negative: number;
}

/** @throws RangeError if the volume cannot be denoised, saying why */
export function normalise(volume: Volume<VoxelArray>): Normalised {
  const { voxels, shape } = volume;
  if (Math.min(...shape) < 4) {
    throw new RangeError(`denoise: expected at least 4 voxels along each axis, found ${shape.join(' x ')}`);
  }
  let sum = 0;
  let filled = 0;
  let negative = 0;
  let bad = 0;
  for (let i = 0; i < voxels.length; i++) {
    const value = voxels[i];
    if (!Number.isFinite(value)) bad++;
    else if (value !== 0) {
      sum += Math.abs(value);
      filled++;
      if (value < 0) negative++;
    }
  }
  if (bad > 0) throw new RangeError(`denoise: expected finite voxels, found ${bad} that are NaN or infinite`);
  assertContrast(volume, 'denoise');
  return { voxels, scale: sum / filled, negative };
}

/** @throws RangeError if the mask is empty or lies on another grid */
export function checkMask(mask: Volume<VoxelArray>, volume: Volume<VoxelArray>): void {
  assertSameGrid(volume, mask, 'denoise: volume and mask');
  if (!mask.voxels.some((value: number) => value !== 0)) {
    throw new RangeError('denoise: expected a mask with voxels in it, found none');
  }
}
