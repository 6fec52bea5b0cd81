import type { Volume, VoxelArray } from '@braingen/volume';

/** Dice of a mask with the known one, above one half inside, and the ratio of their volumes. */
export function overlap(mask: Uint8Array, truth: Volume<VoxelArray>): { dice: number; volumeRatio: number } {
  let [both, ours, theirs] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    const known = truth.voxels[i] > 0.5 ? 1 : 0;
    both += mask[i] * known;
    ours += mask[i];
    theirs += known;
  }
  return { dice: (2 * both) / (ours + theirs), volumeRatio: ours / theirs };
}
