import { sha256, type Volume } from '@braingen/volume';

/**
 * SHA-256 of a volume's shape and voxels, in hexadecimal: nx, ny, nz as int32, then the voxels as float32, x fastest, all
 * little-endian. A file that holds float32 gives the same after reading, whatever its compression.
 */
export async function hashVoxels({ shape, voxels }: Volume): Promise<string> {
  const bytes = new DataView(new ArrayBuffer(12 + 4 * voxels.length));
  shape.forEach((side, axis) => bytes.setInt32(4 * axis, side, true));
  voxels.forEach((value, i) => bytes.setFloat32(12 + 4 * i, value, true));
  return sha256(bytes);
}
