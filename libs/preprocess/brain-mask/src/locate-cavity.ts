import type { Volume } from '@braingen/volume';
import { boundaryCost, edgeStrength, profileMargin, relativeProfiles } from './boundary-cost.ts';
import { fitSurface } from './fit-surface.ts';
import { movedDistance } from './offset-mask.ts';
import { sampleProfiles } from './profiles.ts';
import { surfaceOf } from './surface.ts';

/** How much a point may differ from its surroundings: log-odds lost for each squared millimetre. */
const stiffness = 0.3;

/**
 * Log-odds lost for each squared millimetre from the prior's surface. A point by itself would do best with 0.05 (fit_edge.py prints it),
 * but points have neighbours: less gains on most heads, and most where the prior is far off.
 */
const pull = 0.035;

/** With less than this there is nothing to fit; heads have 0.1 and more. */
const leastStrength = 0.04;

/**
 * Fits the prior's surface to a head.
 *
 * @param volume finite voxels, lightly smoothed
 * @param distance `priorDistance` of the prior
 * @returns distance to the cavity's edge in millimetres, negative inside, and how strong the edge is on average
 */
export async function locateCavity(
  volume: Volume,
  distance: Volume,
  reach: number,
  turn: (done: number) => Promise<void>,
): Promise<{ distance: Volume; edge: number }> {
  const surface = surfaceOf(distance);
  if (surface.count === 0)
    throw new RangeError('extractBrain: expected a prior with an inside and an outside, found no surface');
  await turn(0.2);
  const far = reach + profileMargin.outside;
  const deep = -reach - profileMargin.inside - 2;
  const profiles = relativeProfiles(sampleProfiles(volume, distance, surface, deep, far), surface, reach);
  const cost = boundaryCost(profiles, reach);
  await turn(0.4);
  const offsets = fitSurface(surface, cost, { stiffness, pull });
  const edge = edgeStrength(profiles, offsets, reach);
  if (!(edge > leastStrength)) {
    throw new RangeError(
      `extractBrain: expected a head at the prior's place, found no edge there (strength ${edge.toFixed(2)} of 1)`,
    );
  }
  await turn(0.7);
  return { distance: movedDistance(distance, surface, offsets), edge };
}
