import {
  orientationOf,
  reorient,
  resample,
  resize,
  resizeGrid,
  sameGrid,
  type Grid,
  type Volume,
} from '@braingen/volume';

/** In voxels: what float32 affines and rounded headers may differ by. */
export const gridTolerance = 0.05;

/**
 * The volume as it lies in the world, on `grid`: its axes turned and flipped without touching a value where that is
 * all it takes, averaged or interpolated where the same field of view has other voxels, and looked up through both
 * affines otherwise, with zeros where the volume does not reach. A set stored as LAS compares with one stored as RAS.
 */
export function onGrid(volume: Volume, grid: Grid): Volume {
  if (sameGrid(volume, grid, gridTolerance)) return volume;
  const turned = reorient(volume, orientationOf(grid.affine));
  if (sameGrid(turned, grid, gridTolerance)) return turned;
  const coversTheSame = sameGrid(resizeGrid(turned, grid.shape), grid, 0.5);
  return coversTheSame ? resize(turned, grid.shape) : resample(volume, grid);
}
