import { blockShape } from './network-grid.ts';
import { voxelsPerBlock } from './network.ts';

/**
 * Blocks with left and right exchanged.
 *
 * @param blocks [x / 2, y / 2, z / 2, 8 voxels, c] on the network's grid, x from the left to the right
 * @returns a copy, voxels along x in reverse
 */
export function mirror(blocks: Float32Array): Float32Array {
  const [d, h, w] = blockShape;
  const voxel = blocks.length / (d * h * w * voxelsPerBlock);
  // Of a block's eight voxels the last four lie on the right.
  const half = (voxelsPerBlock / 2) * voxel;
  const plane = h * w * voxelsPerBlock * voxel;
  const mirrored = new Float32Array(blocks.length);
  for (let x = 0; x < d; x++) {
    for (let at = 0; at < plane; at += half) {
      const from = x * plane + at;
      const to = (d - 1 - x) * plane + ((at / half) % 2 === 0 ? at + half : at - half);
      mirrored.set(blocks.subarray(from, from + half), to);
    }
  }
  return mirrored;
}
