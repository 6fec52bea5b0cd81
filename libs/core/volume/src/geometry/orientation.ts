import { composeAffine, freezeAffine, type Affine } from './affine.ts';
import { voxelsLike } from './voxel-array.ts';
import { Volume, type Shape3, type VoxelArray } from './volume.ts';

const letters = [
  ['L', 'R'],
  ['P', 'A'],
  ['I', 'S'],
] as const;

const permutations = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** For each voxel axis, the world axis it runs along most closely and whether it runs that way or against it. */
interface AxisDirection {
  readonly world: 0 | 1 | 2;
  readonly sign: 1 | -1;
}

function axisDirections(affine: Affine): AxisDirection[] {
  const cosine = (world: number, voxel: number): number =>
    affine[world][voxel] / (Math.hypot(affine[0][voxel], affine[1][voxel], affine[2][voxel]) || 1);
  const alignment = (order: readonly number[]): number =>
    order.reduce((sum, world, voxel) => sum + Math.abs(cosine(world, voxel)), 0);
  // Each world axis is used once, whatever the obliquity: the assignment of the largest total alignment.
  const best = permutations.reduce((a, b) => (alignment(b) > alignment(a) + 1e-9 ? b : a));
  return best.map((world, voxel) => ({ world, sign: cosine(world, voxel) < 0 ? -1 : 1 }));
}

/** Where the voxel axes point, as in 'RAS': x to the right, y to anterior, z to superior; oblique axes by the nearest. */
export function orientationOf(affine: Affine): string {
  return axisDirections(affine)
    .map(({ world, sign }) => letters[world][sign > 0 ? 1 : 0])
    .join('');
}

/** @throws RangeError if `code` does not name one direction of each of the three world axes. */
function parseOrientation(code: string): AxisDirection[] {
  const directions = [...code.toUpperCase()].map((letter) => {
    const world = letters.findIndex((pair) => (pair as readonly string[]).includes(letter));
    return { world, sign: letters[world]?.[1] === letter ? 1 : -1 } as AxisDirection;
  });
  if (
    directions.length !== 3 ||
    new Set(directions.map(({ world }) => world)).size !== 3 ||
    directions.some(({ world }) => world < 0)
  ) {
    throw new RangeError(`reorient: expected one of L/R, of P/A and of I/S, as in 'RAS', found '${code}'`);
  }
  return directions;
}

/**
 * The same voxels at the same places, with the axes permuted and flipped to run as `code` says. No interpolation.
 *
 * @throws RangeError on a code such as 'RAX' or 'RLS'.
 */
export function reorient<T extends VoxelArray>(volume: Volume<T>, code = 'RAS'): Volume<T> {
  const wanted = parseOrientation(code);
  const current = axisDirections(volume.affine);
  // from[axis]: the old axis that becomes the new one; flipped[axis]: whether it must be reversed.
  const from = wanted.map(({ world }) => current.findIndex((direction) => direction.world === world));
  const flipped = wanted.map(({ sign }, axis) => sign !== current[from[axis]].sign);

  const shape = from.map((old) => volume.shape[old]) as unknown as Shape3;
  const strides = [1, volume.shape[0], volume.shape[0] * volume.shape[1]];
  const step = from.map((old, axis) => (flipped[axis] ? -strides[old] : strides[old]));
  const start = from.reduce((sum, old, axis) => sum + (flipped[axis] ? (volume.shape[old] - 1) * strides[old] : 0), 0);

  const source = volume.voxels;
  const voxels = voxelsLike(source, source.length);
  const [nx, ny, nz] = shape;
  const [sx, sy, sz] = step;
  let out = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      let index = start + z * sz + y * sy;
      for (let x = 0; x < nx; x++, index += sx) voxels[out++] = source[index];
    }
  }

  const newToOld = [0, 1, 2].map((old) => {
    const axis = from.indexOf(old);
    const row = [0, 0, 0, flipped[axis] ? volume.shape[old] - 1 : 0];
    row[axis] = flipped[axis] ? -1 : 1;
    return row;
  });
  return new Volume(voxels, { shape, affine: composeAffine(volume.affine, freezeAffine([...newToOld, [0, 0, 0, 1]])) });
}
