import {
  applyAffine,
  cornersOf,
  freezeAffine,
  resample,
  type Grid,
  type Vector3,
  type Volume,
  type VoxelArray,
} from '@braingen/volume';
import { frameOf, type Convention, type Plane } from './plane.ts';

export interface SliceOptions {
  readonly plane: Plane;
  /** A point of the plane in RAS millimetres. @default the centre of what is bright (`centreOf`) */
  readonly at?: Vector3;
  /** @default neurological */
  readonly convention?: Convention;
  /** Millimetres a pixel. @default 1, more where the field of view would not fit into 320 pixels */
  readonly pixelMm?: number;
  /** Between voxels: linear, or the nearest voxel as label maps need it. @default linear */
  readonly interpolation?: 'linear' | 'nearest';
  /** Whose field of view the picture covers. @default the volume's own; another one's to lay a mask over its picture */
  readonly over?: Grid;
}

/** A picture's worth of values, rows from top to bottom; NaN outside the volume. */
export interface Slice {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  /** Millimetres a pixel. */
  readonly pixelMm: number;
  /** What stands at the left and at the right edge: L and R, or A and P. */
  readonly marks: readonly [left: string, right: string];
}

const mostPixels = 320;

/**
 * An anatomical slice of a volume of any orientation, oblique ones too: pixels are placed in the world and looked up
 * through the affine, so that up is up, left is where the convention says, and millimetres are equal along both sides.
 */
export function slice(volume: Volume<VoxelArray>, options: SliceOptions): Slice {
  const {
    plane,
    at = centreOf(volume),
    convention = 'neurological',
    interpolation = 'linear',
    over = volume,
  } = options;
  const frame = frameOf(plane, convention);
  const [left, width] = extent(over, frame.right);
  const [bottom, height] = extent(over, frame.up);
  const pixelMm = options.pixelMm ?? Math.max(1, Math.max(width, height) / mostPixels);
  const columns = Math.max(1, Math.round(width / pixelMm));
  const rows = Math.max(1, Math.round(height / pixelMm));
  const [u, v] = [left + pixelMm / 2, bottom + (rows - 0.5) * pixelMm];
  // The picture as a grid of one layer: from the centre of the upper left pixel to the right, and downwards.
  const { right, up, normal } = frame;
  const toWorld = [0, 1, 2].map((axis) => {
    const [layer, place] = axis === normal ? [1, at[axis]] : [0, u * right[axis] + v * up[axis]];
    return [pixelMm * right[axis], -pixelMm * up[axis], layer, place];
  });
  const grid: Grid = { shape: [columns, rows, 1], affine: freezeAffine([...toWorld, [0, 0, 0, 1]]) };
  const { voxels } = resample(asFloats(volume), grid, { interpolation, background: NaN });
  return { width: columns, height: rows, values: voxels, pixelMm, marks: frame.marks };
}

/** The centre of mass of voxels brighter than the mean, in RAS millimetres; of the grid where none is. */
export function centreOf(volume: Volume<VoxelArray>): [number, number, number] {
  const sums = [0, 0, 0];
  let count = 0;
  forEachBright(volume, (x, y, z) => {
    sums[0] += x;
    sums[1] += y;
    sums[2] += z;
    count++;
  });
  const voxel = sums.map((sum, axis) => (count > 0 ? sum / count : (volume.shape[axis] - 1) / 2));
  return applyAffine(volume.affine, voxel as [number, number, number]);
}

/** From where to where along a world axis voxels are brighter than the mean, in millimetres. */
export function brightRange(volume: Volume<VoxelArray>, axis: 0 | 1 | 2): [low: number, high: number] {
  const [a, b, c, d] = volume.affine[axis];
  let low = Infinity;
  let high = -Infinity;
  forEachBright(volume, (x, y, z) => {
    const place = a * x + b * y + c * z + d;
    if (place < low) low = place;
    if (place > high) high = place;
  });
  return low <= high ? [low, high] : [centreOf(volume)[axis], centreOf(volume)[axis]];
}

function forEachBright({ voxels, shape }: Volume<VoxelArray>, visit: (x: number, y: number, z: number) => void): void {
  let sum = 0;
  for (let i = 0; i < voxels.length; i++) if (Number.isFinite(voxels[i])) sum += voxels[i];
  const mean = sum / voxels.length;
  for (let z = 0, index = 0; z < shape[2]; z++) {
    for (let y = 0; y < shape[1]; y++) {
      for (let x = 0; x < shape[0]; x++, index++) if (voxels[index] > mean) visit(x, y, z);
    }
  }
}

/** Where the field of view begins along a direction, and how far it reaches: half a voxel beyond the corner voxels. */
function extent(grid: Grid, direction: Vector3): [start: number, length: number] {
  const along = cornersOf(grid).map((corner) => corner.reduce((sum, value, axis) => sum + value * direction[axis], 0));
  const axes = [0, 1, 2].map((axis) =>
    Math.abs([0, 1, 2].reduce((sum, row) => sum + grid.affine[row][axis] * direction[row], 0)),
  );
  const margin = axes.reduce((sum, length) => sum + length, 0) / 2;
  const [low, high] = [Math.min(...along) - margin, Math.max(...along) + margin];
  return [low, high - low];
}

/** Integers have no value for what lies outside the volume. */
const asFloats = (volume: Volume<VoxelArray>): Volume<Float32Array> =>
  volume.voxels instanceof Float32Array
    ? (volume as Volume<Float32Array>)
    : volume.with(Float32Array.from(volume.voxels));
