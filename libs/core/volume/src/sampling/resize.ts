import { composeAffine, freezeAffine, type Affine } from '../geometry/affine.ts';
import { Volume, type Grid, type Shape3, type VoxelArray } from '../geometry/volume.ts';
import { asFloat32 } from '../geometry/voxel-array.ts';
import { resample } from './resample.ts';
import { axisWeights, type AxisWeights } from './resize-weights.ts';

export interface ResizeOptions {
  /**
   * `linear`: triangle filter. `cubic`: cubic convolution (Keys 1981, IEEE Trans. ASSP 29(6), a = -1/2). `nearest`: for labels
   * and masks, never anti-aliased; keeps the type of the voxels.
   * @default `linear`
   */
  readonly interpolation?: 'linear' | 'nearest' | 'cubic' | undefined;
  /**
   * Widen the filter by the reduction factor where an axis shrinks, so that detail too fine for the new grid is averaged away.
   * @default true
   */
  readonly antialias?: boolean | undefined;
}

/** The grid of another shape over the same box: outer faces of the border voxels coincide, spacing and origin follow. */
export function resizeGrid(grid: Grid, shape: Shape3): Grid {
  const ratio = grid.shape.map((n, axis) => n / shape[axis]);
  const newToOld: Affine = freezeAffine([
    [ratio[0], 0, 0, (ratio[0] - 1) / 2],
    [0, ratio[1], 0, (ratio[1] - 1) / 2],
    [0, 0, ratio[2], (ratio[2] - 1) / 2],
    [0, 0, 0, 1],
  ]);
  return { shape, affine: composeAffine(grid.affine, newToOld) };
}

/**
 * The same field of view in another number of voxels, such as 181 x 217 x 181 in 84 x 128 x 84. Constant images stay
 * constant, and the affine follows. Borders are taken from the part of the filter that is inside.
 *
 * @throws RangeError if `shape` is not three positive integers.
 */
export function resize<T extends VoxelArray>(
  volume: Volume<T>,
  shape: Shape3,
  options: ResizeOptions & { readonly interpolation: 'nearest' },
): Volume<T>;
export function resize(volume: Volume<VoxelArray>, shape: Shape3, options?: ResizeOptions): Volume<Float32Array>;
export function resize(volume: Volume<VoxelArray>, shape: Shape3, options: ResizeOptions = {}): Volume<VoxelArray> {
  const { interpolation = 'linear', antialias = true } = options;
  if (shape.length !== 3 || shape.some((n) => !Number.isInteger(n) || n < 1)) {
    throw new RangeError(`resize: expected a shape of three positive integers, found [${shape.join(', ')}]`);
  }
  const grid = resizeGrid(volume, shape);
  if (interpolation === 'nearest') return resample(volume, grid, { interpolation });
  const weights = shape.map((n, axis) => axisWeights(volume.shape[axis], n, interpolation, antialias));

  const [nx, ny, nz] = volume.shape;
  const alongX = resizeRows(asFloat32(volume.voxels), nx, ny * nz, weights[0]);
  const alongY = resizeLines(alongX, shape[0], ny, nz, weights[1]);
  return new Volume(resizeLines(alongY, shape[0] * shape[1], nz, 1, weights[2]), grid);
}

/** Resizes the fastest axis: `rows` rows of `length` voxels. */
function resizeRows(
  source: Float32Array,
  length: number,
  rows: number,
  { first, taps, values, count }: AxisWeights,
): Float32Array {
  const result = new Float32Array(count * rows);
  for (let row = 0; row < rows; row++) {
    const start = row * length;
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let tap = 0, at = start + first[i], w = i * taps; tap < taps; tap++) sum += values[w++] * source[at++];
      result[row * count + i] = sum;
    }
  }
  return result;
}

/** Resizes a slower axis: `blocks` blocks of `length` lines of `width` adjoining voxels, whole lines at a time. */
function resizeLines(
  source: Float32Array,
  width: number,
  length: number,
  blocks: number,
  { first, taps, values, count }: AxisWeights,
): Float32Array {
  const result = new Float32Array(width * count * blocks);
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < count; i++) {
      const out = width * (i + count * block);
      for (let tap = 0; tap < taps; tap++) {
        const weight = values[i * taps + tap];
        const line = width * (first[i] + tap + length * block);
        if (weight !== 0) for (let x = 0; x < width; x++) result[out + x] += weight * source[line + x];
      }
    }
  }
  return result;
}
