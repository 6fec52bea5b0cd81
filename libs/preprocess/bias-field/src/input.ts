import { assertContrast, type Volume, type VoxelArray } from '@braingen/volume';

/**
 * The range of a volume's voxels.
 *
 * @throws RangeError naming `operation` if voxels are NaN or infinite, or all the same
 */
export function checkContrast(operation: string, volume: Volume<VoxelArray>): { low: number; high: number } {
  const { voxels } = volume;
  let low = Infinity;
  let high = -Infinity;
  let bad = 0;
  for (let i = 0; i < voxels.length; i++) {
    const value = voxels[i];
    if (value < low) low = value;
    if (value > high) high = value;
    // Only NaN and the infinities times zero are not zero.
    if (value * 0 !== 0) bad++;
  }
  if (bad > 0) throw new RangeError(`${operation}: expected finite voxels, found ${bad} that are NaN or infinite`);
  assertContrast(volume, operation);
  return { low, high };
}
