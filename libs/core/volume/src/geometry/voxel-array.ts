import type { VoxelArray } from './volume.ts';

/** A zeroed array of the same type. */
export function voxelsLike<T extends VoxelArray>(array: T, length: number): T {
  return new (array.constructor as new (length: number) => T)(length);
}

/** The array itself where it is float32, else a float32 copy. */
export function asFloat32(array: VoxelArray): Float32Array {
  return array instanceof Float32Array ? array : new Float32Array(array);
}
