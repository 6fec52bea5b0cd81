import { spacingOf } from './geometry/affine.ts';
import type { Grid } from './geometry/volume.ts';

/** The cortex is 2 to 4 mm thick (Fischl & Dale 2000). Headers round: 3 mm may read 3.0000001. */
const coarsestMm = 3.01;

/**
 * The longest side of a grid's voxels in millimetres where it is longer than the cortex is thick, undefined otherwise: then hardly a
 * voxel holds grey matter alone, and edges are found to about half of it.
 */
export function coarseSide({ affine }: Grid): number | undefined {
  const longest = Math.max(...spacingOf(affine));
  return longest > coarsestMm ? longest : undefined;
}
