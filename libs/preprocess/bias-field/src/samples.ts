import type { Volume, VoxelArray } from '@braingen/volume';

/** What the field is estimated from: log intensities on a coarser grid, cropped to where they count. */
export interface Samples {
  /** Voxel positions of the samples along each axis. */
  readonly positions: readonly [x: number[], y: number[], z: number[]];
  readonly log: Float32Array;
  readonly weight: Float32Array;
  /** Number of samples that count. */
  readonly count: number;
}

/**
 * Every `shrink`-th voxel along each axis, from half a step in. Voxels that are zero or below after `shift` have no
 * logarithm and do not count.
 *
 * @param weightAt the weight of a voxel by its index
 */
export function takeSamples(
  { voxels, shape }: Volume<VoxelArray>,
  weightAt: (index: number) => number,
  shrink: readonly number[],
  shift: number,
): Samples {
  const all = shape.map((n, axis) => {
    const step = Math.min(shrink[axis], n);
    const count = Math.floor(n / step);
    return Array.from({ length: count }, (_, i) => i * step + Math.floor((n - (count - 1) * step - 1) / 2));
  });
  const usable = (index: number): boolean => weightAt(index) > 0 && voxels[index] + shift > 0;
  const bounds = all.map(() => [Infinity, -Infinity]);
  let count = 0;
  for (const [k, z] of all[2].entries()) {
    for (const [j, y] of all[1].entries()) {
      const row = shape[0] * (y + shape[1] * z);
      for (const [i, x] of all[0].entries()) {
        if (!usable(row + x)) continue;
        count++;
        [i, j, k].forEach((at, axis) => {
          bounds[axis][0] = Math.min(bounds[axis][0], at);
          bounds[axis][1] = Math.max(bounds[axis][1], at);
        });
      }
    }
  }
  const positions = all.map((each, axis) => each.slice(bounds[axis][0], bounds[axis][1] + 1)) as [
    number[],
    number[],
    number[],
  ];
  const size = count > 0 ? positions[0].length * positions[1].length * positions[2].length : 0;
  const log = new Float32Array(size);
  const weight = new Float32Array(size);
  if (count > 0) {
    let to = 0;
    for (const z of positions[2]) {
      for (const y of positions[1]) {
        const row = shape[0] * (y + shape[1] * z);
        for (const x of positions[0]) {
          if (usable(row + x)) {
            log[to] = Math.log(voxels[row + x] + shift);
            weight[to] = weightAt(row + x);
          }
          to++;
        }
      }
    }
  }
  return { positions, log, weight, count };
}
