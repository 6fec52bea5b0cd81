import type { VoxelArray } from './volume.ts';

const constructors = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
};

/** A zeroed array of the same type; of Uint8Array for a Buffer, which is one. */
export function voxelsLike<T extends VoxelArray>(array: T, length: number): T {
  return new constructors[array[Symbol.toStringTag]](length) as T;
}

/** The array itself where it is float32, else a float32 copy. */
export function asFloat32(array: VoxelArray): Float32Array {
  return array instanceof Float32Array ? array : new Float32Array(array);
}
