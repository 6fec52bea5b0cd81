import { onGrid } from '@braingen/metrics';
import { resize, spacingOf, type Grid, type Volume } from '@braingen/volume';

/** Length of a voxel: as much as a linear model learned from tens of people can use. */
const edgeMm = 8;

/** A function that gives the intensities of volumes where they lie on `grid`, averaged over voxels of about 8 mm. */
export function coarseFeatures(grid: Grid): (volume: Volume) => Float32Array {
  const spacing = spacingOf(grid.affine);
  const [nx, ny, nz] = grid.shape.map((n, axis) => Math.max(1, Math.round((n * spacing[axis]) / edgeMm)));
  return (volume) => resize(onGrid(volume, grid), [nx, ny, nz]).voxels;
}
