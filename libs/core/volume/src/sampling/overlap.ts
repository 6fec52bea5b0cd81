import { describeGrid } from '../geometry/grid.ts';
import type { Volume, VoxelArray } from '../geometry/volume.ts';

/**
 * What a program calls that interpolates onto a grid from elsewhere: a grid that lies beside the volume makes zeros, and no error.
 *
 * @param resampled the volume on that grid, zero outside the volume
 * @param what names the volume and its grid
 * @throws RangeError naming both grids if a volume that is not all zeros has become so
 */
export function assertOverlap(volume: Volume<VoxelArray>, resampled: Volume<VoxelArray>, what: string): void {
  const isBlank = ({ voxels }: Volume<VoxelArray>): boolean => !voxels.some((value) => value !== 0);
  if (isBlank(resampled) && !isBlank(volume))
    throw new RangeError(
      `${what}: expected a grid that overlaps ${describeGrid(volume)}, found nothing of it on ${describeGrid(resampled)}`,
    );
}
