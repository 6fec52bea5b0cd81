import type { Shape3 } from '@braingen/volume';
import { haarSplit, halved } from './haar.ts';

/** A volume halved so many times: means of 2 x 2 x 2 voxels each time. */
export function coarsen(volume: Float32Array, shape: Shape3, halvings: number): Float32Array {
  return halvings === 0 ? volume : coarsen(haarSplit(volume, shape).coarse, halved(shape), halvings - 1);
}

/** The shape after so many halvings. */
export function coarseShape(shape: Shape3, halvings: number): Shape3 {
  return halvings === 0 ? shape : coarseShape(halved(shape), halvings - 1);
}
