import type { Kernels } from './kernels.ts';

/** Two images made ready for Mattes mutual information, and room for what its two kernels hand on. */
export interface MattesArrays {
  /** Moving intensities in units of bins, within [2, bins - 2), x fastest. */
  readonly moving: Float32Array;
  readonly movingShape: readonly [x: number, y: number, z: number];
  /** Sample points, x y z after one another. */
  readonly points: Float32Array;
  /** The fixed image's bin at each point. */
  readonly fixedBins: Uint8Array;
  /**
   * Nonzero for the points that count, wherever they are mapped: beyond the border the moving image goes on as it ends.
   * Without it the points inside the moving image count.
   */
  readonly counted?: Uint8Array | undefined;
  /** Four floats a point: the moving image there and its derivatives. Written by the histogram. */
  readonly kept: Float32Array;
  readonly bins: number;
}

/**
 * The joint histogram of the fixed image (rows, one bin a point) and the moving image (columns, a cubic B-spline
 * window) under an affine map (Mattes et al. 2003, eq. 11).
 *
 * @param matrix twelve numbers, row by row: points to voxels of the moving image
 * @param joint bins * bins sums and, last, the number of points that count
 * @throws RangeError if a size is none, or an array is not as long as it should be; KernelFailure for a fixed bin beyond
 *   `bins`
 */
export function mattesHistogram(
  kernels: Kernels,
  arrays: MattesArrays,
  matrix: Float64Array,
  joint: Float64Array,
): void {
  const { counted = null, ...others } = arrays;
  kernels.call('mattes_histogram', { ...others, counted, count: arrays.fixedBins.length, matrix, joint });
}

/**
 * The sum over points of d ratio(fixed bin, moving intensity) / d matrix, the intensity seen through the same window:
 * with ratio = log(joint / moving marginal) it is the gradient of mutual information times the number of points
 * (Mattes et al. 2003, eq. 18). Uses what the last `mattesHistogram` left in `kept`.
 */
export function mattesGradient(
  kernels: Kernels,
  arrays: MattesArrays,
  ratio: Float64Array,
  gradient: Float64Array,
): void {
  kernels.call('mattes_gradient', { ...arrays, count: arrays.fixedBins.length, ratio, gradient });
}
