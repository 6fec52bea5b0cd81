import type { Volume } from '@braingen/volume';

/**
 * Refuses sets that cannot be compared voxel by voxel.
 *
 * @param what the operation that an error names
 * @param least the fewest volumes a set may hold
 * @throws RangeError naming the set, the index and what was expected and found
 */
export function assertComparable(what: string, sets: Readonly<Record<string, readonly Volume[]>>, least: number): void {
  let shape: string | undefined;
  for (const [name, volumes] of Object.entries(sets)) {
    if (volumes.length < least) {
      throw new RangeError(`${what}: expected at least ${least} ${name} volumes, found ${volumes.length}`);
    }
    for (const [index, volume] of volumes.entries()) {
      const found = volume.shape.join(' x ');
      shape ??= found;
      if (found !== shape) {
        throw new RangeError(`${what}: expected every volume to be ${shape}, found ${found} at ${name}[${index}]`);
      }
      const bad = volume.voxels.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) {
        throw new RangeError(
          `${what}: expected finite voxels, found ${volume.voxels[bad]} at voxel ${bad} of ${name}[${index}]`,
        );
      }
    }
  }
}
