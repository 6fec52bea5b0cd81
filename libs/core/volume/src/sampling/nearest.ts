import type { Shape3, VoxelArray } from '../geometry/volume.ts';
import type { RowSampler } from './rows.ts';

/** The nearest voxel of `source`; a point half-way between two takes the one of the larger index. */
export function nearestSampler(source: VoxelArray, [nx, ny, nz]: Shape3, voxels: VoxelArray): RowSampler {
  const [maxX, maxY, maxZ] = [nx - 1, ny - 1, nz - 1];
  // A little more than a half, so that half-way points fall on one side although their coordinates are rounded.
  const half = 0.5 + 1e-6;
  return (out, count, x, y, z, dx, dy, dz) => {
    for (let i = 0; i < count; i++) {
      let ix = (x + i * dx + half) | 0;
      let iy = (y + i * dy + half) | 0;
      let iz = (z + i * dz + half) | 0;
      ix = ix > maxX ? maxX : ix;
      iy = iy > maxY ? maxY : iy;
      iz = iz > maxZ ? maxZ : iz;
      voxels[out + i] = source[ix + nx * (iy + ny * iz)];
    }
  };
}
