import { applyAffine, freezeAffine, type Affine, type Vector3 } from './affine.ts';
import { Volume, type Shape3, type VoxelArray } from './volume.ts';
import { voxelsLike } from './voxel-array.ts';
import { elementCount } from './element-count.ts';

/** The affine of a grid whose voxel (0, 0, 0) is the voxel `origin` of the old one. */
function shiftOrigin(affine: Affine, origin: Vector3): Affine {
  const point = applyAffine(affine, origin);
  return freezeAffine(affine.map((row, i) => (i < 3 ? [row[0], row[1], row[2], point[i]] : row)));
}

function requireIntegers(operation: string, name: string, values: readonly number[], least: number): void {
  if (values.length !== 3 || values.some((value) => !Number.isInteger(value) || value < least)) {
    throw new RangeError(
      `${operation}: expected ${name} of three integers, at least ${least}, found [${values.join(', ')}]`,
    );
  }
}

/** The box of `shape` that begins at voxel `start`, which may lie partly or wholly outside: there it is `background`. */
function box<T extends VoxelArray>(volume: Volume<T>, start: Vector3, shape: Shape3, background: number): Volume<T> {
  const source = volume.voxels;
  const voxels = voxelsLike(source, elementCount(shape));
  if (background !== 0) voxels.fill(background);
  const [low, high] = [
    start.map((first) => Math.max(0, -first)),
    start.map((first, axis) => Math.min(shape[axis], volume.shape[axis] - first)),
  ];
  if (low[0] < high[0]) {
    for (let z = low[2]; z < high[2]; z++) {
      for (let y = low[1]; y < high[1]; y++) {
        const row = volume.shape[0] * (y + start[1] + volume.shape[1] * (z + start[2])) + start[0];
        voxels.set(source.subarray(row + low[0], row + high[0]), low[0] + shape[0] * (y + shape[1] * z));
      }
    }
  }
  return new Volume(voxels, { shape, affine: shiftOrigin(volume.affine, start) });
}

/**
 * The box of `shape` voxels whose first voxel is `start`; every voxel keeps its place in the world.
 *
 * @throws RangeError if the box is not inside the volume.
 */
export function crop<T extends VoxelArray>(volume: Volume<T>, start: Vector3, shape: Shape3): Volume<T> {
  requireIntegers('crop', 'a start', start, 0);
  requireIntegers('crop', 'a shape', shape, 1);
  if (start.some((first, axis) => first + shape[axis] > volume.shape[axis])) {
    throw new RangeError(
      `crop: expected a box inside ${volume.shape.join('x')} voxels, found ${shape.join('x')} from (${start.join(', ')})`,
    );
  }
  return box(volume, start, shape, 0);
}

/** `before` and `after` more voxels of `background` at the two ends of each axis; every voxel keeps its place in the world. */
export function pad<T extends VoxelArray>(
  volume: Volume<T>,
  before: Shape3,
  after: Shape3 = before,
  background = 0,
): Volume<T> {
  requireIntegers('pad', 'voxels before', before, 0);
  requireIntegers('pad', 'voxels after', after, 0);
  const start = before.map((count) => -count) as unknown as Vector3;
  const shape = volume.shape.map((n, axis) => n + before[axis] + after[axis]) as unknown as Shape3;
  return box(volume, start, shape, background);
}

/** Cropped where it is larger and padded where it is smaller, centre kept (an odd voxel goes to the far end). */
export function cropOrPad<T extends VoxelArray>(volume: Volume<T>, shape: Shape3, background = 0): Volume<T> {
  requireIntegers('cropOrPad', 'a shape', shape, 1);
  const start = volume.shape.map((n, axis) =>
    n >= shape[axis] ? Math.floor((n - shape[axis]) / 2) : -Math.floor((shape[axis] - n) / 2),
  ) as unknown as Vector3;
  return box(volume, start, shape, background);
}
