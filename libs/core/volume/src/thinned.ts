import type { VoxelArray } from './geometry/volume.ts';

/**
 * About `most` of the voxels, evenly spread, or all where there are fewer: enough for quantiles. The stride is odd, so that it shares
 * no factor with rows of an even length; voxels of one grid are thinned alike.
 */
export function thinned(voxels: VoxelArray, most: number): Float32Array {
  const stride = Math.floor(voxels.length / most) | 1;
  return Float32Array.from({ length: Math.ceil(voxels.length / stride) }, (_, i) => voxels[i * stride]);
}
