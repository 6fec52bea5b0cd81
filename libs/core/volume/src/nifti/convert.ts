import type { VoxelArray } from '../geometry/volume.ts';
import type { NiftiDatatype } from './datatype.ts';

/** Raw numbers in a block of bytes, one typed array for each type; 64-bit integers are read by halves. */
const views: Record<
  Exclude<NiftiDatatype, 'int64' | 'uint64'>,
  (buffer: ArrayBufferLike, at: number, count: number) => VoxelArray
> = {
  uint8: (buffer, at, count) => new Uint8Array(buffer, at, count),
  int8: (buffer, at, count) => new Int8Array(buffer, at, count),
  int16: (buffer, at, count) => new Int16Array(buffer, at, count),
  uint16: (buffer, at, count) => new Uint16Array(buffer, at, count),
  int32: (buffer, at, count) => new Int32Array(buffer, at, count),
  uint32: (buffer, at, count) => new Uint32Array(buffer, at, count),
  float32: (buffer, at, count) => new Float32Array(buffer, at, count),
  float64: (buffer, at, count) => new Float64Array(buffer, at, count),
};

export const hostIsLittleEndian: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The raw numbers of an aligned block in the host's byte order. */
export function rawNumbers(datatype: NiftiDatatype, block: Uint8Array, count: number): VoxelArray {
  if (datatype === 'int64' || datatype === 'uint64') return joinHalves(datatype, block, count);
  return views[datatype](block.buffer, block.byteOffset, count);
}

function joinHalves(datatype: 'int64' | 'uint64', block: Uint8Array, count: number): Float64Array {
  const low = new Uint32Array(block.buffer, block.byteOffset, 2 * count);
  const high = datatype === 'int64' ? new Int32Array(block.buffer, block.byteOffset, 2 * count) : low;
  const [lowAt, highAt] = hostIsLittleEndian ? [0, 1] : [1, 0];
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = high[2 * i + highAt] * 2 ** 32 + low[2 * i + lowAt];
  return values;
}

/** Reverses the bytes of each number of a block. */
export function swapBytes(block: Uint8Array, size: number): void {
  for (let at = 0; at < block.length; at += size) {
    for (let i = at, j = at + size - 1; i < j; i++, j--) {
      const byte = block[i];
      block[i] = block[j];
      block[j] = byte;
    }
  }
}

/** Writes raw * slope + intercept. */
export function scaleInto(out: Float32Array, at: number, raw: VoxelArray, slope: number, intercept: number): void {
  for (let i = 0; i < raw.length; i++) out[at + i] = raw[i] * slope + intercept;
}

/** Sets what is not finite to 0, and counts it. */
export function clearNonFinite(voxels: Float32Array, from: number, to: number): number {
  // x - x is 0 for finite x and NaN otherwise: four running sums find a clean stretch without a branch a voxel.
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = from;
  for (; i + 3 < to; i += 4) {
    a += voxels[i] - voxels[i];
    b += voxels[i + 1] - voxels[i + 1];
    c += voxels[i + 2] - voxels[i + 2];
    d += voxels[i + 3] - voxels[i + 3];
  }
  for (; i < to; i++) a += voxels[i] - voxels[i];
  if (a + b + c + d === 0) return 0;
  let count = 0;
  for (i = from; i < to; i++) {
    if (!Number.isFinite(voxels[i])) {
      voxels[i] = 0;
      count++;
    }
  }
  return count;
}

/** The first raw value of magnitude beyond `limit`, if there is one. */
export function findBeyond(raw: VoxelArray, limit: number): number | undefined {
  for (let i = 0; i < raw.length; i++) if (raw[i] > limit || raw[i] < -limit) return raw[i];
  return undefined;
}
