import type { VoxelArray } from './geometry/volume.ts';

/** The darkest and the brightest of some voxels. */
export function intensityRange(voxels: VoxelArray): [lowest: number, highest: number] {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of voxels) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}
