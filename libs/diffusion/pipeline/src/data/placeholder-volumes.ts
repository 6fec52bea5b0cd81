import { elementCount, Volume, type Grid } from '@braingen/volume';
import type { VolumeToPrepare } from './dataset.ts';
import { prepareVolume } from './prepared-volume.ts';

/** Share of each half axis of the grid that a preprocessed head fills. */
const filled = 0.9;

/**
 * Ellipsoids in place of heads that are not preprocessed yet: a training on them takes the memory and the time that one on heads
 * will, and learns nothing. One at a time is in memory.
 *
 * @param count at least 1
 * @param grid that is trained on
 */
export function placeholderVolumes(count: number, { shape, affine }: Grid): VolumeToPrepare[] {
  const voxels = new Float32Array(elementCount(shape));
  for (let k = 0, at = 0; k < shape[2]; k++)
    for (let j = 0; j < shape[1]; j++)
      for (let i = 0; i < shape[0]; i++, at++) {
        const out = [i, j, k].map((index, axis) => (2 * index + 1 - shape[axis]) / shape[axis]);
        voxels[at] = Math.max(0, filled - Math.hypot(...out));
      }
  return Array.from({ length: count }, (_, person): VolumeToPrepare => {
    const name = `placeholder-${person}`;
    return {
      name,
      prepare: (wanted) => {
        // No two alike: a data set warns of equal ones.
        const make = (): ReturnType<typeof prepareVolume> =>
          prepareVolume(
            new Volume(
              voxels.map((value) => value * (1 + person / 1000)),
              { shape, affine },
            ),
            wanted,
            name,
          );
        const { voxels: _, ...summary } = make();
        return { ...summary, read: () => make().voxels };
      },
    };
  });
}
