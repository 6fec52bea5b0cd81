import type { Kernels } from './kernels.ts';

/** A range of planes along z: from `first` up to, not with, `last`. */
export interface Planes {
  readonly first: number;
  readonly last: number;
}

type Shape = readonly [x: number, y: number, z: number];

function checkLengths(name: string, shape: Shape, arrays: Record<string, { readonly length: number } | null>): void {
  const expected = shape[0] * shape[1] * shape[2];
  for (const [what, array] of Object.entries(arrays)) {
    if (array && array.length !== expected) {
      throw new RangeError(
        `${name}: expected ${what} of ${expected} voxels (${shape.join(' x ')}), found ${array.length}`,
      );
    }
  }
}

function checkPlanes(name: string, { first, last }: Planes, most: number): void {
  if (!(Number.isInteger(first) && Number.isInteger(last) && 0 <= first && first <= last && last <= most)) {
    throw new RangeError(`${name}: expected planes within 0 to ${most}, found ${first} to ${last}`);
  }
}

/** Mean and, if asked for, variance over 3 x 3 x 3 voxels (fewer at the border). All arrays are x-fastest. */
export function localMoments(
  kernels: Kernels,
  shape: Shape,
  planes: Planes,
  arrays: { image: Float32Array; mean: Float32Array; variance: Float32Array | null },
): void {
  checkLengths('localMoments', shape, arrays);
  checkPlanes('localMoments', planes, shape[2]);
  kernels.call('local_moments', [arrays.image, arrays.mean, arrays.variance], [...shape, planes.first, planes.last]);
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
  checkLengths('noiseBand', shape, arrays);
  checkBlocks('noiseBand', shape, planes);
  kernels.call('noise_band', [arrays.image, arrays.band, arrays.slope], [...shape, planes.first, planes.last]);
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
  const { cells, step, half, flattest, planes } = lattice;
  const { band, slope, mask, medians, counts } = arrays;
  checkLengths('localNoise', shape, { band, slope, mask });
  checkLengths('localNoise', cells, { medians, counts });
  checkPlanes('localNoise', planes, cells[2]);
  if (!(half >= 1 && step >= 1))
    throw new RangeError(`localNoise: expected cells of at least one voxel, found ${half}`);
  if (!(flattest > 0 && flattest <= 1))
    throw new RangeError(`localNoise: expected a share of 0 to 1, found ${flattest}`);
  const numbers = [...shape, cells[0], cells[1], planes.first, planes.last, step, half, flattest];
  kernels.call('local_noise', [band, slope, mask, medians, counts], numbers);
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
  const { image, pilot, sigma, levels, sum, weight } = arrays;
  checkLengths('dctFilter', shape, { image, pilot, sigma, sum, weight });
  if (shape.some((n) => n < 4))
    throw new RangeError(`dctFilter: expected at least 4 voxels an axis, found ${shape.join(' x ')}`);
  if (levels.length !== 64) throw new RangeError(`dctFilter: expected 64 levels, found ${levels.length}`);
  checkBlocks('dctFilter', shape, planes);
  kernels.call(
    'dct_filter',
    [image, pilot, sigma, levels, sum, weight],
    [...shape, planes.first, planes.last, threshold],
  );
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
  const { image, guide, mean, sigma, output } = arrays;
  const { searchRadius, bandwidth, meanWeight, squared } = parameters;
  checkLengths('guidedMeans', shape, arrays);
  checkPlanes('guidedMeans', planes, shape[2]);
  checkRadius('guidedMeans', searchRadius);
  const numbers = [...shape, planes.first, planes.last, searchRadius, bandwidth, meanWeight, Number(squared)];
  kernels.call('guided_means', [image, guide, mean, sigma, output], numbers);
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
  const { image, mean, variance, sum, weight, noise } = arrays;
  checkLengths('adaptiveMeans', shape, arrays);
  checkPlanes('adaptiveMeans', planes, shape[2]);
  checkRadius('adaptiveMeans', parameters.searchRadius);
  const numbers = [...shape, planes.first, planes.last, parameters.searchRadius, Number(parameters.squared)];
  kernels.call('adaptive_means', [image, mean, variance, sum, weight, noise], numbers);
}

/** Planes of origins of 4 x 4 x 4 blocks. */
function checkBlocks(name: string, shape: Shape, planes: Planes): void {
  if (shape.some((n) => n < 4))
    throw new RangeError(`${name}: expected at least 4 voxels an axis, found ${shape.join(' x ')}`);
  checkPlanes(name, planes, shape[2] - 3);
}

function checkRadius(name: string, radius: number): void {
  if (!Number.isInteger(radius) || radius < 1 || radius > 16) {
    throw new RangeError(`${name}: expected a search radius of 1 to 16 voxels, found ${radius}`);
  }
}
