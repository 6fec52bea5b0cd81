import { composeAffine, elementCount, freezeAffine, Volume, type Shape3, type Vector3 } from '@braingen/volume';

/**
 * Gaussian smoothing, computed only at every `factor`-th voxel. Beyond the border the kernel is renormalised.
 *
 * @param sigma standard deviation along each axis, in voxels; 0 leaves the axis alone
 * @param factor whole numbers; voxel i of the result lies at voxel `i * factor` of the source
 */
export function smoothShrink(volume: Volume<Float32Array>, sigma: Vector3, factor: Vector3): Volume<Float32Array> {
  let { voxels } = volume;
  let shape: Shape3 = volume.shape;
  // The slowest axis first: its passes run along memory, and what they leave for the others is smaller.
  for (const axis of [2, 1, 0]) {
    if (sigma[axis] === 0 && factor[axis] === 1) continue;
    const next = [...shape] as [number, number, number];
    next[axis] = Math.floor((shape[axis] - 1) / factor[axis]) + 1;
    const smooth = axis === 0 ? alongRows : alongLines;
    voxels = smooth(voxels, shape, next, axis, windowsOf(shape[axis], next[axis], sigma[axis], factor[axis]));
    shape = next;
  }
  const scale = freezeAffine([0, 1, 2, 3].map((r) => [0, 1, 2, 3].map((c) => (r === c ? (factor[r] ?? 1) : 0))));
  return new Volume(voxels, { shape, affine: composeAffine(volume.affine, scale) });
}

/** For each voxel of the result, the first source voxel that counts and the weights from there on; they add up to 1. */
interface Window {
  readonly first: number;
  readonly weights: Float64Array;
}

function windowsOf(length: number, count: number, sigma: number, factor: number): Window[] {
  const radius = Math.ceil(3 * sigma);
  return Array.from({ length: count }, (_, j) => {
    const centre = j * factor;
    const first = Math.max(centre - radius, 0);
    const last = Math.min(centre + radius, length - 1);
    const weights = Float64Array.from({ length: last - first + 1 }, (_, k) =>
      sigma > 0 ? Math.exp(-((first + k - centre) ** 2) / (2 * sigma * sigma)) : 1,
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

function alongRows(source: Float32Array, from: Shape3, to: Shape3, _axis: number, windows: Window[]): Float32Array {
  const rows = from[1] * from[2];
  const out = new Float32Array(to[0] * rows);
  for (let row = 0, o = 0; row < rows; row++) {
    const base = row * from[0];
    for (const { first, weights } of windows) {
      let sum = 0;
      for (let k = 0, i = base + first; k < weights.length; k++, i++) sum += weights[k] * source[i];
      out[o++] = sum;
    }
  }
  return out;
}

function alongLines(source: Float32Array, from: Shape3, to: Shape3, axis: number, windows: Window[]): Float32Array {
  const width = axis === 1 ? from[0] : from[0] * from[1];
  const blocks = axis === 1 ? from[2] : 1;
  const out = new Float32Array(elementCount(to));
  // Short enough to stay in the first-level cache while every weight passes over it.
  const piece = new Float64Array(Math.min(width, 2048));
  for (let block = 0; block < blocks; block++) {
    for (const [j, { first, weights }] of windows.entries()) {
      for (let x0 = 0; x0 < width; x0 += piece.length) {
        const count = Math.min(piece.length, width - x0);
        piece.fill(0);
        for (let k = 0; k < weights.length; k++) {
          const base = width * (first + k + from[axis] * block) + x0;
          const weight = weights[k];
          for (let x = 0; x < count; x++) piece[x] += weight * source[base + x];
        }
        out.set(count === piece.length ? piece : piece.subarray(0, count), width * (j + to[axis] * block) + x0);
      }
    }
  }
  return out;
}
