import { gaussianSmooth, resample, resizeGrid, type Shape3, type Volume, type VoxelArray } from '@braingen/volume';
import { signedDistance } from './signed-distance.ts';

/** Millimetres between the points of a cavity's surface; finer than a head's outline varies. */
const surfaceSpacing = 2;

/** All heads of a run share a prior. */
const known = new WeakMap<Volume<VoxelArray>, Volume>();

/** Millimetres to the surface of a cavity, negative inside, on a grid of 2 mm and smooth enough for the surface to have normals. */
export function priorDistance(cavity: Volume<VoxelArray>): Volume {
  let distance = known.get(cavity);
  if (!distance) {
    const coarse = gaussianSmooth(coarsened(cavity), { sigmaMm: 1.5 });
    distance = gaussianSmooth(signedDistance(coarse), { sigmaMm: 2 });
    known.set(cavity, distance);
  }
  return distance;
}

function coarsened(cavity: Volume<VoxelArray>): Volume {
  const shape = cavity.shape.map((n, axis) => Math.max(8, Math.round((n * cavity.spacing[axis]) / surfaceSpacing)));
  const smooth = gaussianSmooth(cavity, {
    sigmaMm: cavity.spacing.map((mm) => (mm < 1.5 ? 0.8 : 0)) as [number, number, number],
  });
  return resample(smooth, resizeGrid(cavity, shape as unknown as Shape3));
}
