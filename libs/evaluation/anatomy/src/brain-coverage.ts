import { worldToVoxel, type Grid, type Vector3 } from '@braingen/volume';

/** RAS millimetres between which a brain lies in MNI152 space. */
const brain = { low: [-72, -106, -60], high: [72, 74, 82] } as const;
/** Places looked at along each axis. */
const places = 12;

/** How much of the place where a brain lies in MNI152 space a grid covers, 0 to 1: where it is little, no regions can be told. */
export function brainCoverage(grid: Grid): number {
  let inside = 0;
  for (let i = 0; i < places ** 3; i++) {
    const steps = [i % places, Math.floor(i / places) % places, Math.floor(i / places ** 2)];
    const point = steps.map((step, axis) => {
      const [low, high] = [brain.low[axis], brain.high[axis]];
      return low + ((step + 0.5) / places) * (high - low);
    }) as [number, number, number];
    if (isWithin(worldToVoxel(grid, point), grid)) inside++;
  }
  return inside / places ** 3;
}

const isWithin = (at: Vector3, { shape }: Grid): boolean =>
  shape.every((count, axis) => at[axis] >= -0.5 && at[axis] <= count - 0.5);
