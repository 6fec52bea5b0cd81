import { gaussianSmooth, resizeGrid, resample, type Shape3, type Volume, type VoxelArray } from '@braingen/volume';
import { boundaryCost, edgeStrength, profileMargin } from './boundary-cost.ts';
import { priorWeight } from './edge-weights.ts';
import { fitSurface } from './fit-surface.ts';
import { movedDistance } from './offset-mask.ts';
import { sampleProfiles } from './profiles.ts';
import { signedDistance } from './signed-distance.ts';
import { surfaceOf } from './surface.ts';

/** How much a point may differ from its surroundings: log-odds lost for each squared millimetre. */
const stiffness = 0.3;

/** With less than this there is nothing to fit; heads have 0.1 and more. */
const leastStrength = 0.04;

/** Millimetres between the surface's points; finer than a head's outline varies. */
const surfaceSpacing = 2;

/**
 * Fits the prior's surface to a head.
 *
 * @param volume finite voxels, lightly smoothed
 * @returns distance to the cavity's edge in millimetres, negative inside, and how strong the edge is on average
 */
export async function locateCavity(
  volume: Volume,
  prior: Volume<VoxelArray>,
  reach: number,
  turn: (done: number) => Promise<void>,
): Promise<{ distance: Volume; edge: number }> {
  const coarse = coarsened(prior);
  const distance = gaussianSmooth(signedDistance(gaussianSmooth(coarse, { sigmaMm: 1.5 })), { sigmaMm: 2 });
  const surface = surfaceOf(distance);
  if (surface.count === 0)
    throw new RangeError('extractBrain: expected a prior with an inside and an outside, found no surface');
  await turn(0.2);
  const profiles = sampleProfiles(
    volume,
    distance,
    surface,
    -reach - profileMargin.inside - 2,
    reach + profileMargin.outside,
  );
  const cost = boundaryCost(profiles, surface, reach);
  await turn(0.4);
  const offsets = fitSurface(surface, cost, { stiffness, pull: priorWeight });
  const edge = edgeStrength(profiles, surface, offsets, reach);
  if (!(edge > leastStrength)) {
    throw new RangeError(
      `extractBrain: expected a head at the prior's place, found no edge there (strength ${edge.toFixed(2)} of 1)`,
    );
  }
  await turn(0.7);
  return { distance: movedDistance(distance, surface, offsets), edge };
}

function coarsened(prior: Volume<VoxelArray>): Volume {
  const shape = prior.shape.map((n, axis) => Math.max(8, Math.round((n * prior.spacing[axis]) / surfaceSpacing)));
  const smooth = gaussianSmooth(prior, {
    sigmaMm: prior.spacing.map((mm) => (mm < 1.5 ? 0.8 : 0)) as [number, number, number],
  });
  return resample(smooth, resizeGrid(prior, shape as unknown as Shape3));
}
