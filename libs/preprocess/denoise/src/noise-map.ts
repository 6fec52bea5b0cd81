import { localNoise, noiseBand } from '@braingen/kernels';
import { elementCount, type Shape3 } from '@braingen/volume';
import type { Workspace } from './workspace.ts';

/** Lattice points lie this many voxels apart, and each looks as far to either side. */
const STEP = 12;

/** Share of the blocks around a lattice point, the flattest, from which it is measured. */
const FLATTEST = 0.5;

/** Blocks a lattice point needs before its own estimate counts in full. */
const ENOUGH = 500;

/** A smooth deviation over the image, as values on a coarse lattice. */
export interface NoiseLattice {
  readonly cells: Shape3;
  readonly values: Float32Array;
  /** The median over the object. */
  readonly typical: number;
}

/**
 * The local deviation of noise in the highest coefficient of a 4 x 4 x 4 DCT: medians over cubes of 24 voxels, weighted
 * by how much tissue each holds, smoothed by a Gaussian of one lattice step, and carried on into the air around.
 *
 * @param object 1 where voxels count
 */
export function measureNoise(work: Workspace, image: Float32Array, object: Uint8Array): NoiseLattice {
  const { kernels, shape } = work;
  const cells = shape.map((n) => Math.ceil((n - 1) / STEP) + 1) as unknown as Shape3;
  const count = elementCount(cells);
  const medians = new Float32Array(count);
  const counts = new Float32Array(count);
  const [band, slope] = [work.array(), work.array()];
  const mask = wholeBlocks(shape, object);
  noiseBand(kernels, shape, { first: 0, last: shape[2] - 3 }, { image, band, slope });
  const lattice = { cells, step: STEP, half: STEP, flattest: FLATTEST, planes: { first: 0, last: cells[2] } };
  localNoise(kernels, shape, lattice, { band, slope, mask, medians, counts });
  work.release(band, slope);
  const weights = counts.map((n) => Math.min(n / ENOUGH, 1));
  const typical = weightedMedian(medians, weights);
  return { cells, values: smoothLattice(cells, medians, weights, typical), typical };
}

/** Origins of the 4 x 4 x 4 blocks that lie in the object with all their voxels. */
function wholeBlocks([nx, ny, nz]: Shape3, object: Uint8Array): Uint8Array {
  const whole = object.slice();
  for (const [n, stride] of [
    [nx, 1],
    [ny, nx],
    [nz, nx * ny],
  ]) {
    // Upwards, so that what a voxel looks at has not been changed yet.
    for (let i = 0; i < whole.length; i++) {
      const room = Math.floor(i / stride) % n <= n - 4;
      whole[i] &= room ? whole[i + stride] & whole[i + 2 * stride] & whole[i + 3 * stride] : 0;
    }
  }
  return whole;
}

function weightedMedian(values: Float32Array, weights: Float32Array): number {
  const order = Array.from(values.keys())
    .filter((i) => weights[i] > 0)
    .sort((a, b) => values[a] - values[b]);
  const half = order.reduce((sum, i) => sum + weights[i], 0) / 2;
  let sum = 0;
  for (const i of order) {
    sum += weights[i];
    if (sum >= half) return values[i];
  }
  return 0;
}

/** Normalised convolution: where no tissue is near, the typical value takes over. */
function smoothLattice(cells: Shape3, values: Float32Array, weights: Float32Array, typical: number): Float32Array {
  let numerator: Float32Array = Float32Array.from(values, (value, i) => value * weights[i]);
  let denominator: Float32Array = Float32Array.from(weights);
  let stride = 1;
  for (const n of cells) {
    numerator = smoothAxis(numerator, n, stride);
    denominator = smoothAxis(denominator, n, stride);
    stride *= n;
  }
  const little = 1e-3;
  return numerator.map((value, i) => (value + little * typical) / (denominator[i] + little));
}

const GAUSSIAN = [-3, -2, -1, 0, 1, 2, 3].map((d) => [d, Math.exp((-d * d) / 2)] as const);

function smoothAxis(values: Float32Array, n: number, stride: number): Float32Array {
  return values.map((_, i) => {
    const position = Math.floor(i / stride) % n;
    let sum = 0;
    for (const [d, weight] of GAUSSIAN) {
      if (position + d >= 0 && position + d < n) sum += weight * values[i + d * stride];
    }
    return sum;
  });
}

/** Writes the lattice, trilinearly interpolated and times `scale`, to every voxel. */
export function spreadLattice({ cells, values }: NoiseLattice, shape: Shape3, scale: number, to: Float32Array): void {
  const [nx, ny, nz] = shape;
  const [cx, cy] = cells;
  const line = new Float32Array(cx);
  for (let z = 0; z < nz; z++) {
    const z0 = Math.min(Math.floor(z / STEP), Math.max(cells[2] - 2, 0));
    const fz = cells[2] > 1 ? z / STEP - z0 : 0;
    const nextZ = cells[2] > 1 ? cx * cy : 0;
    for (let y = 0; y < ny; y++) {
      const y0 = Math.min(Math.floor(y / STEP), Math.max(cy - 2, 0));
      const fy = cy > 1 ? y / STEP - y0 : 0;
      const nextY = cy > 1 ? cx : 0;
      const base = cx * (y0 + cy * z0);
      for (let x = 0; x < cx; x++) {
        const i = base + x;
        const near = values[i] + fy * (values[i + nextY] - values[i]);
        const far = values[i + nextZ] + fy * (values[i + nextZ + nextY] - values[i + nextZ]);
        line[x] = scale * (near + fz * (far - near));
      }
      const row = nx * (y + ny * z);
      for (let x = 0; x < nx; x++) {
        const x0 = Math.min(Math.floor(x / STEP), Math.max(cx - 2, 0));
        to[row + x] = cx > 1 ? line[x0] + (x / STEP - x0) * (line[x0 + 1] - line[x0]) : line[0];
      }
    }
  }
}
