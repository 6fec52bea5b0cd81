import type { Affine, Random } from '@braingen/volume';
import { CoarseField, latticeOver } from '../geometry/coarse-field.ts';
import { SplineNoise } from '../geometry/spline-noise.ts';

/** What makes one head different from the mean one, whose millimetres these are. */
export interface Individual {
  /** Size along x, y, z relative to MNI152 space, whose brains are larger than life. */
  readonly size: readonly [number, number, number];
  /** How far the ventricles' walls lie outside (inside, if negative) those of a young adult. */
  readonly ventriclesMm: { readonly left: number; readonly right: number; readonly third: number };
  /** Half the width of an open sulcus. */
  readonly sulcalHalfWidthMm: number;
  readonly corticalThicknessMm: number;
  /** How far the right hemisphere is shifted forward of the left (petalia, Yakovlev's torque): never zero. */
  readonly torqueMm: number;
  readonly skinMm: number;
  readonly fatMm: number;
  readonly skullThicknessMm: number;
}

/** Sizes and their spread follow the affines of fourteen label maps to MNI152 (see tables/surfaces.ts). */
export function createIndividual(random: Random): Individual {
  const draw = (name: string, mean: number, deviation: number): number => {
    // Two and a half deviations at most: a test's tail should not be a monster.
    const value = Math.min(Math.max(random.fork(name).normal(), -2.5), 2.5);
    return mean + deviation * value;
  };
  const overall = draw('size', 1, 0.016);
  // Wide sulci and wide ventricles come together, with age.
  const atrophy = draw('atrophy', 0, 1);
  const ventricles = draw('ventricles', 0.3 + 0.5 * atrophy, 0.5);
  const lopsided = draw('ventricle asymmetry', 0.15, 0.25);
  return {
    size: [
      overall * draw('width', 0.93, 0.014),
      overall * draw('length', 0.94, 0.014),
      overall * draw('height', 0.86, 0.012),
    ],
    ventriclesMm: {
      left: ventricles + lopsided,
      right: ventricles - lopsided,
      third: 0.15 + 0.35 * Math.max(atrophy, -1),
    },
    sulcalHalfWidthMm: Math.max(0.55 + 0.12 * atrophy, 0.3),
    corticalThicknessMm: draw('cortical thickness', 3.1, 0.12) - 0.05 * atrophy,
    torqueMm: draw('torque', 3, 0.6),
    skinMm: draw('skin', 2, 0.2),
    fatMm: Math.max(draw('fat', 3.6, 0.9), 1.5),
    skullThicknessMm: draw('skull', 8, 0.8),
  };
}

/** Displacements into the mean head, in millimetres, over all of an individual head. */
export class Deformation {
  readonly #field: CoarseField;
  readonly #shift = new Float64Array(3);

  constructor(random: Random, { torqueMm }: Individual) {
    const low = [-110, -145, -150] as const;
    const high = [110, 125, 125] as const;
    const noises = ['x', 'y', 'z'].map((axis) => ({
      broad: new SplineNoise(random.fork(`broad ${axis}`), latticeOver(low, high, 24), 150, 0.2),
      local: new SplineNoise(random.fork(`local ${axis}`), latticeOver(low, high, 12), 60, 0.2),
    }));
    this.#field = new CoarseField(latticeOver(low, high, 9), 3, (x, y, z, out) => {
      noises.forEach(({ broad, local }, axis) => {
        out[axis] = 2 * broad.evaluate(x, y, z) + 0.45 * local.evaluate(x, y, z);
      });
      out[1] -= (torqueMm / 2) * Math.tanh(x / 25);
    });
  }

  /** Moves a point of the individual head, already scaled to the mean head's size, to its place in the mean head. */
  apply(point: Float64Array): void {
    this.#field.sample(point[0], point[1], point[2], this.#shift);
    for (let axis = 0; axis < 3; axis++) point[axis] += this.#shift[axis];
  }
}

/** The affine part of an individual's shape: MNI152 millimetres to the head's own, both RAS about the AC. */
export function sizeAffine({ size }: Individual): Affine {
  return [
    [size[0], 0, 0, 0],
    [0, size[1], 0, 0],
    [0, 0, size[2], 0],
    [0, 0, 0, 1],
  ];
}
