import { elementCount, type Shape3 } from '@braingen/volume';
import { classCount } from './mixture.ts';

/** The six face neighbours of each voxel that lie in the mask. */
export interface Neighbourhood {
  readonly indices: Int32Array;
  /** For each voxel of the grid its place among `indices`, or -1 outside the mask. */
  readonly places: Int32Array;
  readonly shape: Shape3;
  /** How much a neighbour along x, y and z counts: less the farther it lies. */
  readonly weights: readonly [number, number, number];
}

export function neighbourhoodOf(indices: Int32Array, shape: Shape3, spacing: readonly number[]): Neighbourhood {
  const places = new Int32Array(elementCount(shape)).fill(-1);
  for (let i = 0; i < indices.length; i++) places[indices[i]] = i;
  const nearest = Math.min(...spacing);
  const weights = spacing.map((mm) => nearest / mm) as [number, number, number];
  return { indices, places, shape, weights };
}

/**
 * One sweep of mean-field inference for a Markov random field whose neighbours prefer classes near each other in brightness:
 * q_k ~ unary_k exp(-strength * sum over neighbours n and classes l of w_n |k - l| / 2 * q_nl) (Zhang, Brady & Smith 2001, eq. 13,
 * with the expectation in place of their single best label). The cost grows with distance, so a mixed voxel sits
 * cheaply between its two tissues and CSF hardly ever beside WM.
 *
 * Voxels of one parity of x + y + z are updated, then the others: no update reads another of its own half, so the order does not matter.
 *
 * @param unary for each voxel and class, [voxel * 5 + class], prior times likelihood, any scale
 * @param posterior the same layout; updated in place
 */
export function sweep(posterior: Float32Array, unary: Float32Array, field: Neighbourhood, strength: number): void {
  const { indices, places, shape, weights } = field;
  const [nx, ny, nz] = shape;
  const slice = nx * ny;
  const near = new Float64Array(classCount);
  for (let parity = 0; parity < 2; parity++) {
    for (let i = 0; i < indices.length; i++) {
      const at = indices[i];
      const x = at % nx;
      const row = (at / nx) | 0;
      const y = row % ny;
      const z = (row / ny) | 0;
      if (((x + y + z) & 1) !== parity) continue;
      near.fill(0);
      if (x > 0) gather(near, posterior, places[at - 1], weights[0]);
      if (x < nx - 1) gather(near, posterior, places[at + 1], weights[0]);
      if (y > 0) gather(near, posterior, places[at - nx], weights[1]);
      if (y < ny - 1) gather(near, posterior, places[at + nx], weights[1]);
      if (z > 0) gather(near, posterior, places[at - slice], weights[2]);
      if (z < nz - 1) gather(near, posterior, places[at + slice], weights[2]);
      update(posterior, unary, i * classCount, near, strength);
    }
  }
}

function gather(near: Float64Array, posterior: Float32Array, place: number, weight: number): void {
  if (place < 0) return;
  const first = place * classCount;
  for (let k = 0; k < classCount; k++) near[k] += weight * posterior[first + k];
}

/** The cost of a class from that of the one before it: it grows by what lies at or below that one and falls by what lies above. */
function update(
  posterior: Float32Array,
  unary: Float32Array,
  first: number,
  near: Float64Array,
  strength: number,
): void {
  let total = 0;
  let cost = 0;
  for (let k = 0; k < classCount; k++) {
    total += near[k];
    cost += k * near[k];
  }
  let below = 0;
  let sum = 0;
  for (let k = 0; k < classCount; k++) {
    below += near[k];
    const share = unary[first + k] * Math.exp(-0.5 * strength * cost);
    near[k] = share;
    sum += share;
    cost += 2 * below - total;
  }
  if (!(sum > 0)) return;
  for (let k = 0; k < classCount; k++) posterior[first + k] = near[k] / sum;
}
