import { composeAffine, freezeAffine, invertAffine, type Affine, type Random } from '@braingen/volume';
import { networkGrid } from '../network-grid.ts';
import type { LabelMap } from './label-map.ts';
import { turn } from './turn.ts';

/** How far heads are moved about. */
export interface Wander {
  /** Standard deviations: degrees about each axis, millimetres along it, and of the logarithm of its scale. */
  readonly degrees: number;
  readonly mm: number;
  readonly scale: number;
}

/** What registration to MNI152 leaves, and the differences between people that it cannot take away. */
export const registered: Wander = { degrees: 4, mm: 3, scale: 0.05 };

/**
 * The way from voxels of the network's grid to voxels of a label map: to its place in MNI152 space, moved about.
 *
 * @param pose from MNI152 millimetres to the head's, as `standardPose` finds it
 * @param mirrored swaps left and right
 */
export function drawPlacement(
  map: LabelMap,
  pose: Affine,
  random: Random,
  { degrees, mm, scale }: Wander,
  mirrored: boolean,
): Affine {
  const [a, b, c] = [0, 1, 2].map(() => (random.normal() * degrees * Math.PI) / 180);
  const sizes = [0, 1, 2].map((axis) => Math.exp(scale * random.normal()) * (axis === 0 && mirrored ? -1 : 1));
  const moves = [0, 1, 2].map(() => mm * random.normal());
  const stretch = freezeAffine([
    ...[0, 1, 2].map((i) => [0, 1, 2, 3].map((j) => (i === j ? sizes[i] : j === 3 ? moves[i] : 0))),
    [0, 0, 0, 1],
  ]);
  const moved = composeAffine(composeAffine(turn(1, 2, a), turn(0, 2, b)), composeAffine(turn(0, 1, c), stretch));
  return composeAffine(invertAffine(map.volume.affine), composeAffine(pose, composeAffine(moved, networkGrid.affine)));
}
