import type { Kernels } from './kernels.ts';
import type { Triple } from './signature.ts';

/** A range of planes along z: from `first` up to, not with, `last`. */
export interface Planes {
  readonly first: number;
  readonly last: number;
}

/** x, y, z. All functions here throw a RangeError if a size is none, or an array is not as long as its shape says. */
type Shape = Triple;

/** Mean and, if asked for, variance over 3 x 3 x 3 voxels (fewer at the border). All arrays are x-fastest. */
export function localMoments(
  kernels: Kernels,
  shape: Shape,
  planes: Planes,
  arrays: { image: Float32Array; mean: Float32Array; variance: Float32Array | null },
): void {
  kernels.call('local_moments', { shape, ...planes, ...arrays });
}

/**
 * At the origin of each 4 x 4 x 4 block, the magnitude of its highest DCT coefficient (`band`) and the squared length
 * of its three first ones (`slope`). Where no block begins, nothing is written. `planes` end before nz - 3.
 */
export function noiseBand(
  kernels: Kernels,
  shape: Shape,
  planes: Planes,
  arrays: { image: Float32Array; band: Float32Array; slope: Float32Array },
): void {
  kernels.call('noise_band', { shape, ...planes, ...arrays });
}

/**
 * Robust deviation of `band` around each point of a coarse lattice of `cells` points, `step` voxels apart from voxel
 * 0, `half` voxels to either side, over the share `flattest` of the blocks. `mask` marks the origins that count.
 */
export function localNoise(
  kernels: Kernels,
  shape: Shape,
  lattice: { cells: Shape; step: number; half: number; flattest: number; planes: Planes },
  arrays: { band: Float32Array; slope: Float32Array; mask: Uint8Array; medians: Float32Array; counts: Float32Array },
): void {
  const { planes, ...cells } = lattice;
  kernels.call('local_noise', { shape, ...cells, ...planes, ...arrays });
}

/**
 * Adds to `sum` and `weight` the estimates of all 4 x 4 x 4 blocks whose origins lie in `planes` (which end before
 * nz - 3): coefficients below `threshold` deviations are set to zero or, with a `pilot`, shrunk after Wiener.
 * `sigma` is the noise at each voxel, `levels` its relative size in each of the 64 coefficients, x fastest.
 */
export function dctFilter(
  kernels: Kernels,
  shape: Shape,
  planes: Planes,
  arrays: {
    image: Float32Array;
    pilot: Float32Array | null;
    sigma: Float32Array;
    levels: Float32Array;
    sum: Float32Array;
    weight: Float32Array;
  },
  threshold: number,
): void {
  kernels.call('dct_filter', { shape, ...planes, threshold, ...arrays });
}

/**
 * The weighted mean of each voxel's search window, of squares if `squared`: weights exp(-(dg^2 + meanWeight dm^2) / (2 (bandwidth
 * sigma)^2)) of the differences in `guide` and in `mean`, the guide's mean over 3 x 3 x 3.
 */
export function guidedMeans(
  kernels: Kernels,
  shape: Shape,
  planes: Planes,
  arrays: { image: Float32Array; guide: Float32Array; mean: Float32Array; sigma: Float32Array; output: Float32Array },
  parameters: { searchRadius: number; bandwidth: number; meanWeight: number; squared: boolean },
): void {
  kernels.call('guided_means', { shape, ...planes, ...parameters, ...arrays });
}

/**
 * Adds to `sum` and `weight` the estimates of all 3 x 3 x 3 patches centred in `planes`, and writes their bandwidth
 * h^2 to `noise`. `mean` and `variance` are the image's over 3 x 3 x 3; `squared` averages squares.
 */
export function adaptiveMeans(
  kernels: Kernels,
  shape: Shape,
  planes: Planes,
  arrays: {
    image: Float32Array;
    mean: Float32Array;
    variance: Float32Array;
    sum: Float32Array;
    weight: Float32Array;
    noise: Float32Array;
  },
  parameters: { searchRadius: number; squared: boolean },
): void {
  kernels.call('adaptive_means', { shape, ...planes, ...parameters, ...arrays });
}
