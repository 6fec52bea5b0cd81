import { nextTurn, type ProgressOptions, type Volume, type VoxelArray } from '@braingen/volume';
import { evaluatePlane, type CosineAxes } from './cosine-field.ts';

/** field = exp(cosines' sum - offset) with its sign turned round, corrected = volume / field, on every voxel. */
export async function applyField(
  volume: Volume<VoxelArray>,
  axes: CosineAxes,
  coefficients: Float64Array,
  offset: number,
  { signal, onProgress }: ProgressOptions,
): Promise<{ field: Volume<Float32Array>; corrected: Volume<Float32Array> }> {
  const [nx, ny, nz] = volume.shape;
  const field = new Float32Array(volume.voxels.length);
  const corrected = new Float32Array(field.length);
  const plane = new Float64Array(nx * ny);
  for (let z = 0; z < nz; z++) {
    if (z % 16 === 0) {
      signal?.throwIfAborted();
      await nextTurn();
    }
    evaluatePlane(axes, coefficients, z, plane);
    for (let i = 0; i < plane.length; i++) {
      const gain = Math.exp(plane[i] - offset);
      field[z * plane.length + i] = 1 / gain;
      corrected[z * plane.length + i] = volume.voxels[z * plane.length + i] * gain;
    }
    onProgress?.(0.9 + (0.1 * (z + 1)) / nz);
  }
  return { field: volume.with(field), corrected: volume.with(corrected) };
}
