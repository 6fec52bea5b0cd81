import type { Fingerprint } from './fingerprint.ts';
import { dot } from './gram.ts';

/** What of a head is its own: what remains when the average head is taken off, octant by octant. */
export interface Residual {
  /** Eight arrays: octant number = right + 2 anterior + 4 superior. */
  readonly octants: readonly Float32Array[];
  /** Sum of squares of each octant. */
  readonly squares: Float64Array;
}

/** Parts of a head that may be copied by themselves, as the octants they hold. */
export const parts: Readonly<Record<string, readonly number[]>> = {
  whole: [0, 1, 2, 3, 4, 5, 6, 7],
  'left half': [0, 2, 4, 6],
  'right half': [1, 3, 5, 7],
  'back half': [0, 1, 4, 5],
  'front half': [2, 3, 6, 7],
  'lower half': [0, 1, 2, 3],
  'upper half': [4, 5, 6, 7],
};

/** A residual smaller than this, relative to the volume, is rounding: an average head has nothing of its own. */
const nothing = 1e-4;

/**
 * A function that takes off what all training heads share: the least-squares fit of a constant, their mean, and the
 * region where the mean is bright (so a copy made brighter or of more contrast leaves the same residual).
 */
export function residualsOf(training: readonly Fingerprint[]): (head: Fingerprint) => Residual {
  const { shape } = training[0];
  const count = training[0].voxels.length;
  const mean = new Float64Array(count);
  for (const { voxels } of training) for (let i = 0; i < count; i++) mean[i] += voxels[i] / training.length;
  const level = mean.reduce((sum, value) => sum + value, 0) / count;
  const basis = orthonormal([new Float64Array(count).fill(1), mean, mean.map((value) => (value > level ? 1 : 0))]);
  return ({ voxels }) => {
    const rest = Float64Array.from(voxels);
    const whole = squareOf(rest);
    for (const direction of basis) subtract(rest, direction);
    if (squareOf(rest) <= nothing * nothing * whole) rest.fill(0);
    const octants = intoOctants(rest, shape);
    return { octants, squares: Float64Array.from(octants, squareOf) };
  };
}

/** Correlation of two residuals over some octants: 1 for a copy, near 0 for two people. */
export function similarity(a: Residual, b: Residual): (part: readonly number[]) => number {
  const products = a.octants.map((octant, which) => dot(octant, b.octants[which]));
  const sum = (values: ArrayLike<number>, part: readonly number[]) =>
    part.reduce((total, which) => total + values[which], 0);
  return (part) => {
    const scale = Math.sqrt(sum(a.squares, part) * sum(b.squares, part));
    return scale > 0 ? sum(products, part) / scale : 0;
  };
}

function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = vector.slice();
    const before = squareOf(rest);
    for (const direction of basis) subtract(rest, direction);
    const square = squareOf(rest);
    if (square > 1e-12 * before) basis.push(rest.map((value) => value / Math.sqrt(square)));
  }
  return basis;
}

function subtract(vector: Float64Array, direction: Float64Array): void {
  const along = dot(vector, direction);
  for (let i = 0; i < vector.length; i++) vector[i] -= along * direction[i];
}

function squareOf(vector: Float32Array | Float64Array): number {
  return dot(vector, vector);
}

function intoOctants(values: Float64Array, [nx, ny, nz]: Fingerprint['shape']): Float32Array[] {
  const octants: number[][] = Array.from({ length: 8 }, () => []);
  let i = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const row = (2 * y >= ny ? 2 : 0) + (2 * z >= nz ? 4 : 0);
      for (let x = 0; x < nx; x++) octants[row + (2 * x >= nx ? 1 : 0)].push(values[i++]);
    }
  }
  return octants.map((octant) => Float32Array.from(octant));
}
