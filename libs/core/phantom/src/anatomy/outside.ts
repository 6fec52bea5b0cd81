import type { Random } from '@braingen/volume';
import { latticeOver } from '../geometry/coarse-field.ts';
import { outer } from './head-fields.ts';
import type { Individual } from './individual.ts';
import { labels } from './labels.ts';
import type { Mixture } from '../imaging/mixture.ts';
import { ellipsoidDistance, tubeDistance, type Ellipsoid, type Tube } from '../geometry/shapes.ts';
import { SplineNoise } from '../geometry/spline-noise.ts';
import { spinalCord } from './structures.ts';

/*
 * What lies outside the skull, plainer than the brain: enough for a head to look like one and for tools that look for
 * skin, fat and bone to find them. MNI152 millimetres, the right of each pair, placed by eye.
 */
const orbit: Ellipsoid = { centre: [32, 50, -36], radii: [17, 25, 16] };
const eyeball: Ellipsoid = { centre: [33, 61, -36], radii: [13, 13, 13] };
const opticNerve: Tube = [
  [31, 48, -36, 2.4],
  [12, 14, -24, 2],
];
const masseter: Tube = [
  [56, 14, -50, 12],
  [48, 30, -92, 12],
];
const mandible: Tube = [
  [50, -4, -52, 5],
  [46, 8, -92, 6],
  [20, 62, -112, 7],
];
const frontAirSpaces: readonly Ellipsoid[] = [
  { centre: [7.5, 58, -50], radii: [4.5, 28, 19] },
  { centre: [27, 54, -58], radii: [11, 16, 16] },
  { centre: [7, 26, -36], radii: [7, 11, 9] },
  { centre: [10, 80, -14], radii: [8, 3.5, 9] },
  { centre: [0, 16, -84], radii: [9, 7, 34] },
];
const mastoidCells: readonly Ellipsoid[] = [{ centre: [52, -38, -48], radii: [9, 11, 14] }];
const none: readonly Ellipsoid[] = [];
const vertebrae: Tube = [
  [0, -26, -72, 10],
  [0, -28, -140, 13],
];
const petrous: Tube = [
  [58, -26, -36, 7],
  [22, -12, -40, 5],
];

/** Paints scalp, skull and face: points and distances are in millimetres of the mean head. */
export class Outside {
  readonly #individual: Individual;
  readonly #patches: SplineNoise;

  constructor(random: Random, individual: Individual) {
    this.#individual = individual;
    this.#patches = new SplineNoise(random, latticeOver([-105, -140, -145], [105, 120, 120], 7), 24, 0.5, 32);
  }

  /** Starts a voxel. @param near the outer fields' values at the point; @param voxel edge of a voxel */
  paint(mixture: Mixture, x: number, y: number, z: number, near: Float64Array, voxel: number): void {
    const cover = (distance: number): number => distance / voxel + 0.5;
    const depth = near[outer.head];
    mixture.reset(labels.air);
    mixture.paint(labels.skin, cover(depth));
    if (depth < 0 || near[outer.cavity] > voxel) return;
    const { skinMm, fatMm, skullThicknessMm } = this.#individual;
    mixture.paint(labels.fat, cover(depth - skinMm));
    const patch = this.#patches.evaluate(x, y, z);
    const cavity = near[outer.cavity];
    const vault = Math.min(near[outer.skull], cavity + skullThicknessMm);
    const soft = depth - skinMm - fatMm;
    if (soft > -4 && vault < voxel) this.#paintSoftTissue(mixture, Math.abs(x), y, z, soft, patch, cover);
    mixture.paint(labels.compactBone, cover(vault));
    mixture.paint(labels.diploe, cover(Math.min(vault - 1.9, -cavity - 1.9) + 0.35 * patch));
    this.#paintBase(mixture, x, y, z, cavity, depth, cover);
  }

  #paintSoftTissue(
    mixture: Mixture,
    across: number,
    y: number,
    z: number,
    soft: number,
    patch: number,
    cover: (distance: number) => number,
  ): void {
    mixture.paint(labels.muscle, cover(soft + 1.5 * patch));
    // Fat between the muscles of face and neck, in sheets.
    mixture.paint(labels.fat, Math.min(0.7 * cover(0.5 - 5 * Math.abs(patch)), cover(soft - 3)));
    if (z > 0) return;
    mixture.paint(labels.muscle, cover(tubeDistance(masseter, across, y, z)));
    if (y < 20) return;
    mixture.paint(labels.fat, Math.min(cover(ellipsoidDistance(orbit, across, y, z)), cover(soft + 4)));
    mixture.paint(labels.muscle, cover(tubeDistance(opticNerve, across, y, z)));
    mixture.paint(labels.eye, cover(ellipsoidDistance(eyeball, across, y, z)));
  }

  #paintBase(
    mixture: Mixture,
    x: number,
    y: number,
    z: number,
    cavity: number,
    depth: number,
    cover: (distance: number) => number,
  ): void {
    if (z > 5) return;
    const across = Math.abs(x);
    const outside = -cavity - 1.5;
    const jaw = tubeDistance(mandible, across, y, z);
    mixture.paint(labels.compactBone, cover(jaw));
    mixture.paint(labels.diploe, cover(jaw - 2));
    mixture.paint(labels.compactBone, Math.min(cover(tubeDistance(petrous, across, y, z)), cover(outside)));
    const spaces = y > 0 ? frontAirSpaces : across > 40 ? mastoidCells : none;
    for (const space of spaces) {
      const distance = ellipsoidDistance(space, across, y, z);
      mixture.paint(labels.compactBone, Math.min(cover(Math.min(distance + 1.2, depth - 5)), cover(outside)));
      mixture.paint(labels.airway, Math.min(cover(Math.min(distance, depth - 5)), cover(outside)));
    }
    if (z > -60 || across > 40) return;
    const canal = tubeDistance(spinalCord, x, y, z);
    const spine = tubeDistance(vertebrae, x, y, z);
    mixture.paint(labels.compactBone, Math.min(cover(Math.max(spine, canal + 9)), cover(outside)));
    mixture.paint(
      labels.diploe,
      Math.min(cover(Math.max(spine - 1.5, Math.min(canal + 7.5, -canal - 4.5))), cover(outside)),
    );
    mixture.paint(labels.spinalCanal, Math.min(cover(canal + 3), cover(-cavity)));
    mixture.paint(labels.spinalCord, Math.min(cover(canal), cover(-cavity)));
  }
}
