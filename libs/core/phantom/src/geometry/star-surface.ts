import type { Vector3 } from '@braingen/volume';

/**
 * A closed surface seen whole from its centre: radius over direction as real spherical harmonics.
 *
 * The pole is +z (superior) and longitude is measured from +y (anterior) towards +x (right), so that a surface which
 * is its own mirror image needs the cosine terms alone.
 */
export interface StarSurface {
  /** RAS millimetres in head space. */
  readonly centre: Vector3;
  readonly degree: number;
  /** For each degree l and order m <= l: the cosine coefficient, and where not `symmetric` and m > 0 the sine's. */
  readonly coefficients: readonly number[];
  readonly symmetric: boolean;
}

const step = Math.PI / 90;
const rows = 91;
const columns = 180;
/** The first longitude is repeated at the end of each row, to interpolate across it. */
const stride = columns + 1;

/** A surface tabulated every two degrees. */
export class RadiusTable {
  readonly centre: Vector3;
  readonly #radii: Float32Array;

  constructor(surface: StarSurface) {
    this.centre = surface.centre;
    this.#radii = new Float32Array(rows * stride);
    const { degree, symmetric, coefficients } = surface;
    for (let row = 0; row < rows; row++) {
      const legendre = normalisedLegendre(degree, row * step);
      // Latitude first: the sums over degree are the same for every longitude of a row.
      const cosines = new Float64Array(degree + 1);
      const sines = new Float64Array(degree + 1);
      let next = 0;
      for (let l = 0; l <= degree; l++) {
        for (let m = 0; m <= l; m++) {
          const p = legendre[(l * (l + 1)) / 2 + m];
          cosines[m] += p * coefficients[next++];
          if (!symmetric && m > 0) sines[m] += p * coefficients[next++];
        }
      }
      for (let column = 0; column <= columns; column++) {
        let radius = 0;
        for (let m = 0; m <= degree; m++) {
          radius += cosines[m] * Math.cos(m * column * step) + sines[m] * Math.sin(m * column * step);
        }
        this.#radii[row * stride + column] = radius;
      }
    }
  }

  /**
   * Signed distance, positive inside: the depth along the ray from the centre over the length of that depth's gradient,
   * which is exact to first order near the surface, where it matters.
   */
  distance(x: number, y: number, z: number): number {
    const dx = x - this.centre[0];
    const dy = y - this.centre[1];
    const dz = z - this.centre[2];
    const distance = Math.max(Math.sqrt(dx * dx + dy * dy + dz * dz), 1e-6);
    const latitude = Math.acos(dz / distance) / step;
    const longitude = Math.atan2(dx, dy) / step;
    const column = longitude < 0 ? longitude + columns : longitude;
    const i = Math.min(Math.trunc(latitude), rows - 2);
    const j = Math.min(Math.trunc(column), columns - 1);
    const u = column - j;
    const v = latitude - i;
    const at = i * stride + j;
    const radii = this.#radii;
    const north = radii[at] + (radii[at + 1] - radii[at]) * u;
    const south = radii[at + stride] + (radii[at + stride + 1] - radii[at + stride]) * u;
    const east = radii[at + 1] + (radii[at + stride + 1] - radii[at + 1]) * v;
    const west = radii[at] + (radii[at + stride] - radii[at]) * v;
    const radius = north + (south - north) * v;
    const meridian = (south - north) / step;
    const parallel = (east - west) / (step * Math.max(Math.sin(latitude * step), step));
    // Seen from far off, the slope of the ray's end matters less than from near: use the surface's own radius.
    const slope = (meridian * meridian + parallel * parallel) / (radius * radius);
    return (radius - distance) / Math.sqrt(1 + slope);
  }
}

/** Fully normalised associated Legendre functions at a polar angle, order l (l + 1) / 2 + m (Holmes & Featherstone 2002, eqs 11-13). */
function normalisedLegendre(degree: number, angle: number): Float64Array {
  const p = new Float64Array(((degree + 1) * (degree + 2)) / 2);
  const at = (l: number, m: number): number => (l * (l + 1)) / 2 + m;
  const t = Math.cos(angle);
  const u = Math.sin(angle);
  p[0] = 1;
  for (let m = 0; m <= degree; m++) {
    if (m > 0) p[at(m, m)] = u * p[at(m - 1, m - 1)] * Math.sqrt(m === 1 ? 3 : (2 * m + 1) / (2 * m));
    if (m < degree) p[at(m + 1, m)] = Math.sqrt(2 * m + 3) * t * p[at(m, m)];
    for (let l = m + 2; l <= degree; l++) {
      const a = Math.sqrt(((2 * l - 1) * (2 * l + 1)) / ((l - m) * (l + m)));
      const b = Math.sqrt(((2 * l + 1) * (l + m - 1) * (l - m - 1)) / ((l - m) * (l + m) * (2 * l - 3)));
      p[at(l, m)] = a * t * p[at(l - 1, m)] - b * p[at(l - 2, m)];
    }
  }
  return p;
}
