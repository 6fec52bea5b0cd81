import { elementCount, type Shape3 } from '@braingen/volume';

/** Volumes of no more than this together stay in memory. */
const mostBytesInMemory = 2 ** 29;

/** Whether the volumes of a data set stay in memory, and their bytes, there or on the disk. */
export function keptVolumes(
  count: number,
  shape: Shape3,
  inMemory: number = mostBytesInMemory,
): { readonly bytes: number; readonly isSmall: boolean } {
  const bytes = Float32Array.BYTES_PER_ELEMENT * count * elementCount(shape);
  return { bytes, isSmall: bytes <= inMemory };
}
