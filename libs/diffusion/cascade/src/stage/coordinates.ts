import { elementCount, type Shape3 } from '@braingen/volume';

/**
 * Where each voxel of a region lies in the whole: three numbers from -1 to 1 along the axes.
 *
 * @param whole shape of the whole
 * @param offset of the region in it
 * @returns [d, h, w, 3]
 */
export function coordinates(whole: Shape3, offset: Shape3, shape: Shape3): Float32Array {
  const values = new Float32Array(elementCount(shape) * 3);
  const along = (axis: number, i: number): number => (2 * (offset[axis] + i) + 1) / whole[axis] - 1;
  let at = 0;
  for (let x = 0; x < shape[0]; x++) {
    for (let y = 0; y < shape[1]; y++) {
      for (let z = 0; z < shape[2]; z++) {
        values[at++] = along(0, x);
        values[at++] = along(1, y);
        values[at++] = along(2, z);
      }
    }
  }
  return values;
}
