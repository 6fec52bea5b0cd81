import { fillHoles, keepLargestComponent, type Shape3 } from '@braingen/volume';

/**
 * Sets to 0 what is no larger than a limit and can be reached from the border through such voxels (by faces): the faint rest of noise
 * that a model leaves around a head; then what is left apart from the largest piece, specks in the air. Dark voxels inside stay as they
 * are.
 *
 * @param volume [d, h, w]; changed in place
 */
export function clearBackground(volume: Float32Array, shape: Shape3, limit: number): void {
  const head = headMask(volume, shape, limit);
  keepLargestComponent(head, xFastest(shape));
  for (let at = 0; at < volume.length; at++) if (head[at] === 0) volume[at] = 0;
}

/**
 * What cannot be reached from the border, by faces, through voxels that are no larger than a limit.
 *
 * @param volume [d, h, w]
 */
export function headMask(volume: Float32Array, shape: Shape3, limit: number): Uint8Array {
  const mask = new Uint8Array(volume.length);
  for (let at = 0; at < volume.length; at++) mask[at] = volume[at] <= limit ? 0 : 1;
  fillHoles(mask, xFastest(shape));
  return mask;
}

/** Shapes of masks begin with the axis along which voxels are neighbours in memory. */
const xFastest = ([d, h, w]: Shape3): Shape3 => [w, h, d];
