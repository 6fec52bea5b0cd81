import { freezeAffine, mni152Grid, resizeGrid, type Grid, type Shape3 } from '@braingen/volume';

/** 84 x 128 x 84 voxels over the MNI152 box: where preprocessing leaves a head. */
const preprocessed = resizeGrid(mni152Grid, [84, 128, 84]);

/** The voxel of that grid at which the network's begins: the columns left out are air in MNI152 space. */
const start: Shape3 = [2, 0, 0];

/** The voxels that the network sees, 2.15 x 1.7 x 2.15 mm in MNI152 space: sides that three levels of blocks can halve. */
export const networkGrid: Grid = {
  shape: [80, 128, 80],
  affine: freezeAffine(
    preprocessed.affine.map((row) => [
      row[0],
      row[1],
      row[2],
      row[3] + start[0] * row[0] + start[1] * row[1] + start[2] * row[2],
    ]),
  ),
};

/** Positions of the network: blocks of 2 x 2 x 2 voxels. */
export const blockShape: Shape3 = [40, 64, 40];
