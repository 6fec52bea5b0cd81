import { localMoments, type Kernels } from '@braingen/kernels';
import { histogramRange, otsuThreshold, type Shape3, type VoxelArray } from '@braingen/volume';

const BINS = 256;

export interface ObjectMask {
  /** 1 in the imaged object. */
  readonly object: Uint8Array;
  /** 1 where the scan was blanked: zeros among zeros, which hold no noise. */
  readonly blank: Uint8Array;
}

/**
 * Tells tissue from air, and air from what a stripping or defacing tool has set to zero.
 * Tissue is where the mean over 3 x 3 x 3 voxels is above Otsu's threshold, which noise does not blur as it would
 * single voxels; `given` replaces it.
 *
 * @param image normalised voxels, `local` their local means
 */
export function objectMask(
  kernels: Kernels,
  shape: Shape3,
  image: Float32Array,
  local: Float32Array,
  given: VoxelArray | undefined,
): ObjectMask {
  const blank = blankVoxels(kernels, shape, image);
  const object = new Uint8Array(image.length);
  if (given) {
    for (let i = 0; i < image.length; i++) object[i] = Number(given[i] !== 0 && !blank[i]);
    return { object, blank };
  }
  const scanned = Float32Array.from(local).filter((_, i) => !blank[i]);
  const { low, high } = histogramRange(scanned);
  const histogram = new Float64Array(BINS);
  for (const value of scanned) {
    const bin = Math.floor(((value - low) / (high - low || 1)) * BINS);
    histogram[Math.min(BINS - 1, Math.max(0, bin))]++;
  }
  // Where nothing was imaged but tissue, as in a stripped brain, a low threshold keeps what is dark in it.
  const threshold = low + (otsuThreshold(histogram, low, high) - low) / 2;
  for (let i = 0; i < local.length; i++) object[i] = Number(!blank[i] && local[i] >= threshold);
  return { object, blank };
}

/** Zeros with at least a third of their neighbours zero: the border of a blanked region, not zeros among noise. */
function blankVoxels(kernels: Kernels, shape: Shape3, image: Float32Array): Uint8Array {
  const blank = new Uint8Array(image.length);
  const zeros = kernels.allocate(image.length);
  const share = kernels.allocate(image.length);
  try {
    for (let i = 0; i < image.length; i++) zeros[i] = Number(image[i] === 0);
    localMoments(kernels, shape, { first: 0, last: shape[2] }, { image: zeros, mean: share, variance: null });
    for (let i = 0; i < image.length; i++) blank[i] = Number(image[i] === 0 && share[i] > 1 / 3);
  } finally {
    kernels.release(zeros);
    kernels.release(share);
  }
  return blank;
}
