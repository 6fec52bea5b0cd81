import { applyAffine, invertAffine, spacingOf, type Vector3 } from './affine.ts';
import { orientationOf } from './orientation.ts';
import type { Grid } from './volume.ts';

/** Voxel indices, fractional ones too, to RAS millimetres. */
export function voxelToWorld(grid: Grid, voxel: Vector3): [number, number, number] {
  return applyAffine(grid.affine, voxel);
}

/**
 * RAS millimetres to (fractional) voxel indices.
 *
 * @throws RangeError if the grid's affine is singular.
 */
export function worldToVoxel(grid: Grid, point: Vector3): [number, number, number] {
  return applyAffine(invertAffine(grid.affine), point);
}

/** The eight corner voxels of a grid, in RAS millimetres. */
export function cornersOf(grid: Grid): [number, number, number][] {
  const [nx, ny, nz] = grid.shape;
  return [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
    voxelToWorld(grid, [bits & 1 ? nx - 1 : 0, bits & 2 ? ny - 1 : 0, bits & 4 ? nz - 1 : 0]),
  );
}

/** The farthest that any voxel of `a` lies from the voxel of the same indices in `b`, in millimetres; both have one shape. */
export function gridDistance(a: Grid, b: Grid): number {
  // The difference of two affine maps is affine, and the length of an affine map is convex: its maximum is at a corner.
  const others = cornersOf(b);
  return Math.max(
    ...cornersOf(a).map(([x, y, z], i) => Math.hypot(x - others[i][0], y - others[i][1], z - others[i][2])),
  );
}

/**
 * Whether two grids have the same shape and put every voxel in the same place to within `tolerance` voxels.
 * Files keep affines as float32, hence a tolerance.
 */
export function sameGrid(a: Grid, b: Grid, tolerance = 1e-3): boolean {
  return (
    a.shape.every((n, axis) => n === b.shape[axis]) &&
    gridDistance(a, b) <= tolerance * Math.min(...spacingOf(a.affine))
  );
}

/** A grid in a few words: shape, spacing, orientation and the place of voxel 0, 0, 0. */
export function describeGrid({ shape, affine }: Grid): string {
  const round = (value: number): number => Number(value.toPrecision(5));
  const origin = affine.slice(0, 3).map((row) => round(row[3]));
  return `${shape.join('x')} voxels of ${spacingOf(affine).map(round).join('x')} mm, ${orientationOf(affine)}, first at (${origin.join(', ')})`;
}

/**
 * @param what names the operation and its operands, as in 'n4: volume and mask'
 * @throws RangeError naming both grids if they differ.
 */
export function assertSameGrid(a: Grid, b: Grid, what: string): void {
  if (!sameGrid(a, b)) {
    throw new RangeError(`${what}: expected one grid, found ${describeGrid(a)}, and ${describeGrid(b)}`);
  }
}
