import type { Volume } from '@braingen/volume';
import type { Blocks } from './blocks.ts';

/** How strong the finest details of a volume are, and how seldom: edges are few and high, noise is everywhere. */
export interface DetailMoments {
  /** Mean over the seven bands of the variance of their coefficients. */
  readonly variance: number;
  /** Mean over the bands of m4 / m2^2, moments about the mean: 3 for Gaussian noise, more for edges, 0 where a band is flat. */
  readonly kurtosis: number;
}

/** The seven bands by the sign of each corner: band i + 2 j + 4 k changes its sign along x, y, z where i, j, k are 1. */
const signs = Array.from({ length: 7 }, (_, band) =>
  Float64Array.from({ length: 8 }, (_, corner) => {
    const both = corner & (band + 1);
    return ((both ^ (both >> 1) ^ (both >> 2)) & 1 ? -1 : 1) / Math.sqrt(8);
  }),
);

/** Moments of the finest bands of the orthonormal three-dimensional Haar transform within some blocks. */
export function detailMoments({ voxels }: Volume, { first, corners }: Blocks): DetailMoments {
  const bands = signs
    .filter((weights) => isSeen(weights, corners))
    .map((weights) => {
      const coefficients = Float64Array.from(first, (block) => {
        let sum = 0;
        for (let corner = 0; corner < 8; corner++) sum += weights[corner] * voxels[block + corners[corner]];
        return sum;
      });
      const mean = coefficients.reduce((sum, value) => sum + value, 0) / first.length;
      let [second, fourth] = [0, 0];
      for (const value of coefficients) {
        const square = (value - mean) ** 2;
        second += square / first.length;
        fourth += (square * square) / first.length;
      }
      return { variance: second, kurtosis: second > 0 ? fourth / second ** 2 : 0 };
    });
  const average = (of: (band: DetailMoments) => number) =>
    bands.reduce((sum, band) => sum + of(band), 0) / bands.length;
  return { variance: average((band) => band.variance), kurtosis: average((band) => band.kurtosis) };
}

/** Images have no details along an axis of one voxel. */
function isSeen(weights: Float64Array, corners: Int32Array): boolean {
  return [1, 2, 4].every((corner) => corners[corner] !== 0 || weights[corner] > 0);
}
