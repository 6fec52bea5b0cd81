import { freezeAffine } from './affine.ts';
import type { Grid } from './volume.ts';

/** 181 x 217 x 181 voxels of 1 mm that cover the head in MNI152 space: the box of SPM's and FSL's 1 mm volumes. */
export const mni152Grid: Grid = {
  shape: [181, 217, 181],
  affine: freezeAffine([
    [1, 0, 0, -90],
    [0, 1, 0, -126],
    [0, 0, 1, -72],
    [0, 0, 0, 1],
  ]),
};
