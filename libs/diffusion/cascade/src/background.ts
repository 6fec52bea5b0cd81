import type { Shape3 } from '@braingen/volume';
import { flood, outside } from './flood.ts';

/**
 * Sets to 0 what is no larger than a limit and can be reached from the border through such voxels (by faces): the faint rest of noise
 * that a model leaves around a head; then what is left apart from the largest piece, specks in the air. Dark voxels inside stay as they
 * are.
 *
 * @param volume [d, h, w]; changed in place
 */
export function clearBackground(volume: Float32Array, shape: Shape3, limit: number): void {
  // 1 is background; every piece of the rest has a number of its own.
  const labels = outside(volume, shape, limit);
  let largest = { label: 0, size: 0 };
  for (let at = 0, label = 2; at < volume.length; at++) {
    const size = flood(labels, shape, at, label, () => true);
    if (size > largest.size) largest = { label, size };
    if (size > 0) label++;
  }
  for (let at = 0; at < volume.length; at++) if (labels[at] !== largest.label) volume[at] = 0;
}
