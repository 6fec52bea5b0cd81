import type { Volume, VoxelArray } from './geometry/volume.ts';

/** A mask, or the probability of lying inside, as zeros and ones: 1 where it is above 0.5. */
export function binaryMask(volume: Volume<VoxelArray>): Volume<Uint8Array> {
  const { voxels } = volume;
  // A loop: `Uint8Array.from` would gather a list several times as large as the volume.
  const inside = new Uint8Array(voxels.length);
  for (let i = 0; i < inside.length; i++) inside[i] = Number(voxels[i] > 0.5);
  return volume.with(inside);
}
