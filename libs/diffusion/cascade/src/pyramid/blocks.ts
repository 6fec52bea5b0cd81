import type { Shape3 } from '@braingen/volume';
import { halved } from './haar.ts';

/** Voxels of a block, each a channel. */
export const blockVoxels = 8;

/**
 * Blocks of 2 x 2 x 2 voxels as channels of one position, so that a network works on an eighth of the positions (the inverse of the
 * sub-pixel shuffle of Shi et al. 2016, arXiv 1609.05158).
 *
 * @param volume [d, h, w], every side even
 * @returns [d / 2, h / 2, w / 2, 8]; voxel i, j, k of a block is channel 4 i + 2 j + k
 */
export function toBlocks(volume: Float32Array, shape: Shape3): Float32Array {
  const blocks = new Float32Array(volume.length);
  forEachVoxel(shape, (voxel, channel) => (blocks[channel] = volume[voxel]));
  return blocks;
}

/** The volume that `toBlocks` made these of. @param shape of the volume */
export function fromBlocks(blocks: Float32Array, shape: Shape3): Float32Array {
  const volume = new Float32Array(blocks.length);
  forEachVoxel(shape, (voxel, channel) => (volume[voxel] = blocks[channel]));
  return volume;
}

function forEachVoxel(shape: Shape3, visit: (voxel: number, channel: number) => void): void {
  const [d, h, w] = shape;
  const [, halfH, halfW] = halved(shape);
  for (let x = 0, voxel = 0; x < d; x++) {
    for (let y = 0; y < h; y++) {
      const row = ((x >> 1) * halfH + (y >> 1)) * halfW;
      const corner = 4 * (x & 1) + 2 * (y & 1);
      for (let z = 0; z < w; z++, voxel++) visit(voxel, (row + (z >> 1)) * blockVoxels + corner + (z & 1));
    }
  }
}
