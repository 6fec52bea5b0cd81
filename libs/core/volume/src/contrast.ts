import type { Volume, VoxelArray } from './geometry/volume.ts';

export function isConstant(voxels: VoxelArray): boolean {
  for (let i = 1; i < voxels.length; i++) if (voxels[i] !== voxels[0]) return false;
  return true;
}

/**
 * What a step calls that estimates anything from differences between voxels.
 *
 * @param what names the step
 * @throws RangeError if all voxels have one value, as in an empty image.
 */
export function assertContrast(volume: Volume<VoxelArray>, what: string): void {
  if (isConstant(volume.voxels)) {
    throw new RangeError(
      `${what}: expected an image with contrast, found ${volume.voxels[0]} in all ${volume.voxels.length} voxels`,
    );
  }
}

/**
 * What a step calls that needs neighbours along all three axes.
 *
 * @throws RangeError if an axis has a single voxel.
 */
export function assertThreeDimensional(volume: Volume<VoxelArray>, what: string): void {
  if (volume.shape.some((n) => n < 2)) {
    throw new RangeError(`${what}: expected at least two voxels along each axis, found ${volume.shape.join('x')}`);
  }
}
