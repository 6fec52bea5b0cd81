import type { Random } from '@braingen/volume';
import type { Lattice } from './coarse-field.ts';

/**
 * A smooth random function of space with a wavelength of its own: a sum of plane waves in random directions whose
 * lengths lie near one wavelength, carried by cubic B-splines.
 *
 * A narrow band is what makes its zero set a maze of evenly spaced curves rather than islands of every size, and the
 * splines give value and gradient for the cost of 64 products however many waves there are.
 */
export class SplineNoise {
  /** Gradient at the last point evaluated, per millimetre. */
  gx = 0;
  gy = 0;
  gz = 0;
  readonly #lattice: Lattice;
  readonly #coefficients: Float32Array;
  readonly #wx = new Float64Array(8);
  readonly #wy = new Float64Array(8);
  readonly #wz = new Float64Array(8);

  /** @param wavelength in millimetres; @param band relative spread of the wavelengths */
  constructor(random: Random, lattice: Lattice, wavelength: number, band = 0.15, waves = 48) {
    this.#lattice = lattice;
    const [nx, ny, nz] = lattice.shape;
    this.#coefficients = new Float32Array(nx * ny * nz);
    for (let wave = 0; wave < waves; wave++) addWave(this.#coefficients, lattice, random, wavelength, band);
    // Unit variance: each wave has variance 1/2, less what the splines smooth away.
    const smoothing = splineAttenuation(lattice.spacing / wavelength);
    const scale = Math.sqrt(2 / waves) / smoothing;
    for (let i = 0; i < this.#coefficients.length; i++) this.#coefficients[i] *= scale;
  }

  /** The value at a point, about standard normal; the gradient is left in `gx`, `gy`, `gz`. */
  evaluate(x: number, y: number, z: number): number {
    const { origin, shape, spacing } = this.#lattice;
    const i = weights((x - origin[0]) / spacing, shape[0], this.#wx);
    const j = weights((y - origin[1]) / spacing, shape[1], this.#wy);
    const k = weights((z - origin[2]) / spacing, shape[2], this.#wz);
    const wx = this.#wx;
    const wy = this.#wy;
    const wz = this.#wz;
    const c = this.#coefficients;
    let value = 0;
    let gx = 0;
    let gy = 0;
    let gz = 0;
    for (let n = 0; n < 4; n++) {
      let rowValue = 0;
      let rowX = 0;
      let rowY = 0;
      for (let m = 0; m < 4; m++) {
        const at = i + shape[0] * (j + m + shape[1] * (k + n));
        const sum = c[at] * wx[0] + c[at + 1] * wx[1] + c[at + 2] * wx[2] + c[at + 3] * wx[3];
        const slope = c[at] * wx[4] + c[at + 1] * wx[5] + c[at + 2] * wx[6] + c[at + 3] * wx[7];
        rowValue += sum * wy[m];
        rowX += slope * wy[m];
        rowY += sum * wy[m + 4];
      }
      value += rowValue * wz[n];
      gx += rowX * wz[n];
      gy += rowY * wz[n];
      gz += rowValue * wz[n + 4];
    }
    this.gx = gx / spacing;
    this.gy = gy / spacing;
    this.gz = gz / spacing;
    return value;
  }
}

/** Weights of the four cubic B-splines at a node coordinate and their slopes; returns the first of the four nodes. */
function weights(coordinate: number, nodes: number, out: Float64Array): number {
  const inside = Math.min(Math.max(coordinate, 1), nodes - 2.001);
  const node = Math.trunc(inside);
  const t = inside - node;
  const s = 1 - t;
  out[0] = (s * s * s) / 6;
  out[1] = 2 / 3 - t * t + (t * t * t) / 2;
  out[2] = 2 / 3 - s * s + (s * s * s) / 2;
  out[3] = (t * t * t) / 6;
  out[4] = (-s * s) / 2;
  out[5] = -2 * t + 1.5 * t * t;
  out[6] = 2 * s - 1.5 * s * s;
  out[7] = (t * t) / 2;
  return node - 1;
}

/** What remains of a wave after cubic B-spline smoothing, averaged over directions (one axis' third of the power each). */
function splineAttenuation(cycles: number): number {
  const perAxis = (2 * Math.PI * cycles) / Math.sqrt(3);
  return ((2 + Math.cos(perAxis)) / 3) ** 3;
}

/** Adds one plane wave at every node, by the angle-addition recurrence along x. */
function addWave(nodes: Float32Array, lattice: Lattice, random: Random, wavelength: number, band: number): void {
  const [nx, ny, nz] = lattice.shape;
  const up = 2 * random.uniform() - 1;
  const turn = 2 * Math.PI * random.uniform();
  const across = Math.sqrt(1 - up * up);
  const phase = 2 * Math.PI * random.uniform();
  const step = (2 * Math.PI * lattice.spacing) / (wavelength * Math.exp(band * random.normal()));
  const kx = step * across * Math.cos(turn);
  const ky = step * across * Math.sin(turn);
  const kz = step * up;
  const cosine = Math.cos(kx);
  const sine = Math.sin(kx);
  let at = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      let re = Math.cos(phase + j * ky + k * kz);
      let im = Math.sin(phase + j * ky + k * kz);
      for (let i = 0; i < nx; i++) {
        nodes[at++] += re;
        const next = re * cosine - im * sine;
        im = re * sine + im * cosine;
        re = next;
      }
    }
  }
}
