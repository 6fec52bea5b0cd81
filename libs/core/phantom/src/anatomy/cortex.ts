import type { Random, Vector3 } from '@braingen/volume';
import { callosumDistance } from './callosum.ts';
import { CoarseField, latticeOver } from '../geometry/coarse-field.ts';
import { ellipsoidDistance, smoothUnion, tubeDistance } from '../geometry/shapes.ts';
import { SplineNoise } from '../geometry/spline-noise.ts';
import { ambientCistern, midlineCore, suprasellarCistern } from './structures.ts';
import { lateralSulci, medialSulci, type Sulcus } from './tables/sulci.ts';

/** Distance between neighbouring sulci is about half of this, in millimetres of the mean head. */
const foldWavelength = 19;

/** How a head's cortex is folded. */
export interface CortexSettings {
  /** Half the width of an open sulcus; it grows with age. */
  readonly sulcalHalfWidthMm: number;
}

/**
 * The folded surface of the cerebrum as a signed distance: positive under the pia, growing into the white matter.
 *
 * Sulci are sheets that hang from the hemisphere's smooth hull, each down to a depth of its own. The primary ones every
 * brain has come from a table of courses, the others are zero sets of band-limited noise, which wind and branch as
 * sulci do. Both are found at the point of the hull above a voxel, so that the sheets stand upright on it; on the medial
 * wall at the point of the midline plane beside it. Grey matter of even thickness then lines whatever the sheets leave,
 * which is what gives the white matter its blades.
 */
export class Cortex {
  readonly #settings: CortexSettings;
  readonly #convexity: SplineNoise;
  readonly #medial: SplineNoise;
  /** Millimetres by which courses are shifted, so that no two brains' sulci run alike. */
  readonly #wander: CoarseField;
  readonly #shift = new Float64Array(3);

  constructor(random: Random, settings: CortexSettings) {
    this.#settings = settings;
    const lattice = latticeOver([-90, -125, -70], [90, 90, 100], 6);
    this.#convexity = new SplineNoise(random.fork('convexity'), lattice, foldWavelength);
    this.#medial = new SplineNoise(random.fork('medial'), lattice, foldWavelength);
    const box = [
      [-100, -130, -80],
      [100, 95, 105],
    ] as const;
    const noises = ['x', 'y', 'z'].map(
      (axis) => new SplineNoise(random.fork(`wander ${axis}`), latticeOver(...box, 11), 38, 0.2),
    );
    this.#wander = new CoarseField(latticeOver(...box, 6), 3, (x, y, z, out) => {
      noises.forEach((noise, axis) => (out[axis] = 3.5 * noise.evaluate(x, y, z)));
    });
  }

  /**
   * @param side 1 right, -1 left; @param across distance from the midline plane
   * @param hull depth below the hull and @param normal its inward direction
   */
  distance(x: number, y: number, z: number, side: number, across: number, hull: number, normal: Vector3): number {
    const width = this.#settings.sulcalHalfWidthMm;
    // A deep point has no sulcus above it but the insula's, which has no noise in it.
    const core = across > 17 ? -1 : ellipsoidDistance(midlineCore, x, y, z);
    const medial = Math.max(across, core);
    let depth = Math.min(hull, medial - 0.3);
    if (across < 24 && z < 12) {
      depth = Math.min(depth, -tubeDistance(ambientCistern, x, y, z), -ellipsoidDistance(suprasellarCistern, x, y, z));
    }
    if (depth < 0) return depth;
    const wander = this.#shift;
    this.#wander.sample(x, y, z, wander);
    const mx = wander[0];
    const my = wander[1];
    const mz = wander[2];
    let sheet = sylvianDistance(Math.abs(x) + 0.5 * mx, y + my, z + my - mx) - 0.6;
    if (hull < 34) {
      const up = hull < 25 ? hull : 25;
      // Sulci lean this way and that on their way down.
      const lean = hull / 12;
      const qx = x - up * normal[0] + lean * mx;
      const qy = y - up * normal[1] + lean * my;
      const qz = z - up * normal[2] + lean * mz;
      const value = this.#convexity.evaluate(qx, qy, qz);
      const { gx, gy, gz } = this.#convexity;
      sheet = Math.min(sheet, noiseSheet(value, gx, gy, gz, hull, 13));
      for (const sulcus of lateralSulci) {
        const d = courseDistance(sulcus, Math.abs(qx) + mx, qy + my, qz + mz, normal, side);
        sheet = Math.min(sheet, hang(d, hull, sulcus.depth));
      }
    }
    const inner = medial < 30 ? ellipsoidDistance(midlineCore, 0, y, z) : 9;
    if (inner < 6) sheet = Math.min(sheet, this.#medialSheet(y, z, side, across, medial) + 2 * Math.max(inner, 0));
    // Rounding the edge between hull and sheet gives the gyri their crowns; sulci open towards the hull.
    return -smoothUnion(-depth, width + 0.75 * Math.max(1 - hull / 6, 0) - sheet, 6);
  }

  /** Distance to the nearest sulcus of the medial wall; they run around the corpus callosum rather than away from it. */
  #medialSheet(y: number, z: number, side: number, across: number, depth: number): number {
    // Each side has planes of noise to itself.
    const lean = 1 + across / 30;
    this.#wander.sample(side * 50, y, z, this.#shift);
    const my = y + lean * this.#shift[1];
    const mz = z + lean * this.#shift[2];
    const radius = Math.max(Math.sqrt((my - hub.y) ** 2 + (mz - hub.z) ** 2), 10);
    const value = this.#medial.evaluate(side * 40, radius - 40, hub.stretch * Math.atan2(my - hub.y, mz - hub.z));
    const { gy, gz } = this.#medial;
    let sheet = noiseSheet(value, 0, gy, (gz * hub.stretch) / radius, depth, 7);
    sheet = Math.min(sheet, across < 16 ? hang(Math.abs(callosumDistance(across, y, z) + 1.2), across, 4) : Infinity);
    for (const sulcus of medialSulci) {
      sheet = Math.min(sheet, hang(courseDistance(sulcus, 0, my, mz, flat, 1), depth, sulcus.depth));
    }
    return sheet;
  }
}

/** What the medial sulci run around, and the arc length per radian that makes them twice as long as they are apart. */
const hub = { y: -12, z: 6, stretch: 24 };

const flat: Vector3 = [1, 0, 0];

/** Distance to a sheet that ends `limit` millimetres below the surface. */
function hang(across: number, depth: number, limit: number): number {
  const below = Math.max(depth - limit, 0);
  return Math.sqrt(across * across + below * below);
}

/** The sheet over a zero set: distance to first order; where the noise is steep the sulcus is deep. */
function noiseSheet(value: number, gx: number, gy: number, gz: number, depth: number, reach: number): number {
  const slope = Math.sqrt(gx * gx + gy * gy + gz * gz);
  const typical = (2 * Math.PI) / foldWavelength;
  const limit = 5 + Math.min((reach * slope) / typical, 15);
  return hang(Math.abs(value) / Math.max(slope, 0.3 * typical), depth, limit);
}

/** Distance to a sulcus' course, seen along the normal. */
function courseDistance({ course }: Sulcus, x: number, y: number, z: number, normal: Vector3, side: number): number {
  let best = Infinity;
  for (let i = 0; i + 1 < course.length; i++) {
    const a = course[i];
    const b = course[i + 1];
    const ux = b[0] - a[0];
    const uy = b[1] - a[1];
    const uz = b[2] - a[2];
    const along = ((x - a[0]) * ux + (y - a[1]) * uy + (z - a[2]) * uz) / (ux * ux + uy * uy + uz * uz);
    const t = along < 0 ? 0 : along > 1 ? 1 : along;
    const dx = x - a[0] - t * ux;
    const dy = y - a[1] - t * uy;
    const dz = z - a[2] - t * uz;
    const off = dx * side * normal[0] + dy * normal[1] + dz * normal[2];
    const d = dx * dx + dy * dy + dz * dz - off * off;
    if (d < best) best = d;
  }
  return Math.sqrt(Math.max(best, 0));
}

/** The lateral (Sylvian) fissure: a sheet from the convexity in to the insula, and the cleft over the insula. */
function sylvianDistance(x: number, y: number, z: number): number {
  const slope = -0.55;
  const rise = (z - slope * y) / Math.sqrt(1 + slope * slope);
  const along = (y + slope * z) / Math.sqrt(1 + slope * slope);
  const inward = Math.max(41 - x, 0);
  const beyond = Math.max(-46 - along, along - 26, 0);
  const sheet = Math.sqrt(rise * rise + inward * inward + beyond * beyond);
  const rim = Math.max(Math.sqrt((along + 2) ** 2 / 26 ** 2 + (rise - 2) ** 2 / 15 ** 2) - 1, 0) * 15;
  // The insula bulges.
  const insula = 42.5 - 7 * ((along + 2) / 26) ** 2 - 3 * ((rise - 2) / 15) ** 2;
  const cleft = Math.sqrt((x - insula) ** 2 + rim * rim);
  return Math.min(sheet, cleft);
}
