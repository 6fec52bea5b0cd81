import type { Random } from '@braingen/volume';
import { latticeOver } from '../geometry/coarse-field.ts';
import { smoothUnion } from '../geometry/shapes.ts';
import { SplineNoise } from '../geometry/spline-noise.ts';

/** Where the folia's planes meet: the roof of the fourth ventricle. */
const fastigium = { y: -44, z: -31 };
const fissures = { count: 15, depth: 17, halfWidth: 0.15 };
const folia = { count: 56, depth: 4.5, halfWidth: 0.1 };

/**
 * The foliated surface of the cerebellum as a signed distance, positive inside.
 *
 * Fissures are half planes through a transverse axis at the roof of the fourth ventricle, bent by noise, so that they
 * branch outwards from the white core in the sagittal plane and run across in the others.
 */
export class Cerebellum {
  readonly #bend: SplineNoise;

  constructor(random: Random) {
    const lattice = latticeOver([-65, -110, -80], [65, -15, 15], 9);
    this.#bend = new SplineNoise(random.fork('bend'), lattice, 32, 0.3);
  }

  distance(x: number, y: number, z: number, hull: number): number {
    if (hull < 0 || hull > 24) return hull;
    const dy = y - fastigium.y - (x * x) / 110;
    const dz = z - fastigium.z;
    const radius = Math.sqrt(dy * dy + dz * dz);
    const angle = Math.atan2(dz, -dy) + (2.4 * this.#bend.evaluate(x, y, z)) / Math.max(radius, 12);
    const large = sheetDistance(angle, radius, hull, fissures);
    const small = sheetDistance(angle, radius, hull, folia);
    return -smoothUnion(-hull, -Math.min(large, small), 1.5);
  }
}

function sheetDistance(
  angle: number,
  radius: number,
  hull: number,
  { count, depth, halfWidth }: { count: number; depth: number; halfWidth: number },
): number {
  const turn = (angle * count) / (2 * Math.PI);
  const across = (Math.abs(turn - Math.round(turn)) * 2 * Math.PI * radius) / count;
  const below = Math.max(hull - depth, 0);
  // The white core about the axis is not cut.
  return Math.sqrt(across * across + below * below) - halfWidth + Math.max(18 - radius, 0);
}
