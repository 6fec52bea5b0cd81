import { Volume, type VoxelArray } from '../geometry/volume.ts';
import { asFloat32 } from '../geometry/voxel-array.ts';

/** Standard deviation of a Gaussian: in voxels, the same or one for each axis, or in millimetres. */
export type SmoothingWidth =
  | number
  | readonly [x: number, y: number, z: number]
  | { readonly sigmaMm: number | readonly [x: number, y: number, z: number] };

/**
 * Convolution with a separable Gaussian sampled out to four standard deviations; beyond the border the border is repeated.
 * A sigma of 0 leaves an axis as it is.
 *
 * @throws RangeError if a sigma is negative or not finite.
 */
export function gaussianSmooth(volume: Volume<VoxelArray>, sigma: SmoothingWidth): Volume<Float32Array> {
  const [nx, ny, nz] = volume.shape;
  const kernels = sigmasInVoxels(volume, sigma).map(gaussianKernel);
  let voxels = asFloat32(volume.voxels);
  if (kernels[0].length > 1) voxels = smoothRows(voxels, nx, ny * nz, kernels[0]);
  if (kernels[1].length > 1) voxels = smoothLines(voxels, nx, ny, nz, kernels[1]);
  if (kernels[2].length > 1) voxels = smoothLines(voxels, nx * ny, nz, 1, kernels[2]);
  return new Volume(voxels === volume.voxels ? voxels.slice() : voxels, volume);
}

function sigmasInVoxels(volume: Volume<VoxelArray>, sigma: SmoothingWidth): number[] {
  const inMm = typeof sigma === 'object' && 'sigmaMm' in sigma;
  const given = inMm ? sigma.sigmaMm : sigma;
  const sigmas = volume.spacing.map(
    (spacing, axis) => (typeof given === 'number' ? given : given[axis]) / (inMm ? spacing : 1),
  );
  if (sigmas.some((value) => !(value >= 0 && value < Infinity))) {
    throw new RangeError(`gaussianSmooth: expected sigmas of at least 0 voxels, found ${sigmas.join(', ')}`);
  }
  return sigmas;
}

/** The half of a normalised Gaussian from its centre outwards. */
function gaussianKernel(sigma: number): Float64Array {
  const kernel = new Float64Array(sigma > 0 ? Math.floor(4 * sigma + 0.5) + 1 : 1);
  let sum = 0;
  for (let i = 0; i < kernel.length; i++) {
    kernel[i] = i === 0 ? 1 : Math.exp(-0.5 * (i / sigma) ** 2);
    sum += i === 0 ? 1 : 2 * kernel[i];
  }
  return kernel.map((value) => value / sum);
}

function smoothRows(source: Float32Array, length: number, rows: number, kernel: Float64Array): Float32Array {
  const result = new Float32Array(source.length);
  const radius = kernel.length - 1;
  const padded = new Float64Array(length + 2 * radius);
  for (let row = 0; row < rows; row++) {
    const start = row * length;
    for (let i = 0; i < length; i++) padded[radius + i] = source[start + i];
    padded.fill(source[start], 0, radius);
    padded.fill(source[start + length - 1], radius + length);
    for (let i = 0; i < length; i++) {
      const centre = i + radius;
      let sum = kernel[0] * padded[centre];
      for (let k = 1; k <= radius; k++) sum += kernel[k] * (padded[centre - k] + padded[centre + k]);
      result[start + i] = sum;
    }
  }
  return result;
}

/** Smooths a slower axis: `blocks` blocks of `length` lines of `width` adjoining voxels, whole lines at a time. */
function smoothLines(
  source: Float32Array,
  width: number,
  length: number,
  blocks: number,
  kernel: Float64Array,
): Float32Array {
  const result = new Float32Array(source.length);
  // Pieces short enough to stay in the first-level cache while every tap passes over them.
  const piece = Math.min(width, 2048);
  const sums = new Float64Array(piece);
  for (let block = 0; block < blocks; block++) {
    const base = block * length * width;
    for (let x0 = 0; x0 < width; x0 += piece) {
      const count = Math.min(piece, width - x0);
      for (let i = 0; i < length; i++) {
        const centre = base + i * width + x0;
        for (let x = 0; x < count; x++) sums[x] = kernel[0] * source[centre + x];
        for (let k = 1; k < kernel.length; k++) {
          const weight = kernel[k];
          const below = base + Math.max(0, i - k) * width + x0;
          const above = base + Math.min(length - 1, i + k) * width + x0;
          for (let x = 0; x < count; x++) sums[x] += weight * (source[below + x] + source[above + x]);
        }
        for (let x = 0; x < count; x++) result[centre + x] = sums[x];
      }
    }
  }
  return result;
}
