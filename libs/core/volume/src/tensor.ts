import type { Affine } from './geometry/affine.ts';
import { assertSameGrid } from './geometry/grid.ts';
import { Volume, type VoxelArray } from './geometry/volume.ts';

/** A batch of volumes as numbers in row-major order: [n, d, h, w, c] where d is x, h is y and w is z, and the last is fastest. */
export interface TensorData {
  readonly data: Float32Array;
  readonly shape: readonly [n: number, d: number, h: number, w: number, c: number];
}

/**
 * Copies volumes on one grid into a batch of shape [n, nx, ny, nz, 1].
 *
 * @throws RangeError if there is no volume or they lie on different grids.
 */
export function volumesToTensor(volumes: readonly Volume<VoxelArray>[]): TensorData {
  if (volumes.length === 0) throw new RangeError('volumesToTensor: expected at least one volume, found none');
  const [nx, ny, nz] = volumes[0].shape;
  const size = nx * ny * nz;
  const data = new Float32Array(volumes.length * size);
  volumes.forEach((volume, n) => {
    assertSameGrid(volumes[0], volume, `volumesToTensor: volumes 0 and ${n}`);
    transpose(volume.voxels, data.subarray(n * size, (n + 1) * size), nz, ny, nx);
  });
  return { data, shape: [volumes.length, nx, ny, nz, 1] };
}

/**
 * The volumes of a batch, each on the grid of the given affine. Channels become volumes of their own, a sample's in turn.
 *
 * @throws RangeError if `shape` is not [n, d, h, w, c] or does not fit `data`.
 */
export function tensorToVolumes(data: Float32Array, shape: readonly number[], affine: Affine): Volume<Float32Array>[] {
  const [n, nx, ny, nz, channels] = shape;
  const size = nx * ny * nz;
  if (shape.length !== 5 || data.length !== n * size * channels) {
    throw new RangeError(
      `tensorToVolumes: expected data of a shape [n, d, h, w, c], found ${data.length} numbers for [${shape.join(', ')}]`,
    );
  }
  return Array.from({ length: n * channels }, (_, index) => {
    const first = Math.floor(index / channels) * size * channels + (index % channels);
    const sample = channels === 1 ? data.subarray(first, first + size) : everyNth(data, first, channels, size);
    const volume = Volume.zeros({ shape: [nx, ny, nz], affine });
    transpose(sample, volume.voxels, nx, ny, nz);
    return volume;
  });
}

function everyNth(data: Float32Array, first: number, step: number, count: number): Float32Array {
  const result = new Float32Array(count);
  for (let i = 0; i < count; i++) result[i] = data[first + i * step];
  return result;
}

/** From [slow][middle][fast] to [fast][middle][slow]. */
function transpose(from: VoxelArray, to: Float32Array, slow: number, middle: number, fast: number): void {
  // Tiles, so that both the reads and the writes stay within a few cache lines.
  const tile = 16;
  for (let b = 0; b < middle; b++) {
    for (let a0 = 0; a0 < slow; a0 += tile) {
      const a1 = Math.min(a0 + tile, slow);
      for (let c0 = 0; c0 < fast; c0 += tile) {
        const c1 = Math.min(c0 + tile, fast);
        for (let a = a0; a < a1; a++) {
          for (let c = c0; c < c1; c++) to[(c * middle + b) * slow + a] = from[(a * middle + b) * fast + c];
        }
      }
    }
  }
}
