import { describeGrid, sameGrid, type Volume } from '@braingen/volume';
import { gridTolerance } from './on-grid.ts';

/**
 * Refuses sets that cannot be compared voxel by voxel: other shapes, other places in the world (see `onGrid`), voxels
 * that are not finite.
 *
 * @param what the operation that an error names
 * @param least the fewest volumes a set may hold
 * @throws RangeError naming the set, the index and what was expected and found
 */
export function assertComparable(what: string, sets: Readonly<Record<string, readonly Volume[]>>, least: number): void {
  let first: Volume | undefined;
  for (const [name, volumes] of Object.entries(sets)) {
    if (volumes.length < least) {
      throw new RangeError(`${what}: expected at least ${least} ${name} volumes, found ${volumes.length}`);
    }
    for (const [index, volume] of volumes.entries()) {
      first ??= volume;
      const [expected, found] = [first, volume].map(({ shape }) => shape.join(' x '));
      if (found !== expected) {
        throw new RangeError(`${what}: expected every volume to be ${expected}, found ${found} at ${name}[${index}]`);
      }
      if (!sameGrid(volume, first, gridTolerance)) {
        const [grid, other] = [first, volume].map(describeGrid);
        throw new RangeError(
          `${what}: expected every volume on one grid (${grid}), found ${name}[${index}] on ${other}`,
        );
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
