import ndarray, { type NdArray } from 'ndarray';
import { freezeAffine, spacingOf, type Affine } from './affine.ts';
import { elementCount } from './element-count.ts';

/** Any typed array that can hold voxels. */
export type VoxelArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** Numbers of voxels along x, y and z. */
export type Shape3 = readonly [x: number, y: number, z: number];

/** Where voxels lie: how many along each axis, and the matrix from voxel indices to RAS millimetres. */
export interface Grid {
  readonly shape: Shape3;
  readonly affine: Affine;
}

/**
 * A 3D image: voxels and where they lie. The geometry never changes; the voxels may.
 *
 * Voxels are stored as NIfTI stores them, x fastest: voxel (x, y, z) is `voxels[x + nx * (y + ny * z)]`.
 */
export class Volume<T extends VoxelArray = Float32Array> implements Grid {
  readonly voxels: T;
  readonly shape: Shape3;
  readonly affine: Affine;

  /** @throws RangeError if `voxels` has not nx * ny * nz elements, or a dimension is not a positive integer. */
  constructor(voxels: T, { shape, affine }: Grid) {
    if (shape.length !== 3 || shape.some((n) => !Number.isInteger(n) || n < 1)) {
      throw new RangeError(`Volume: expected a shape of three positive integers, found [${shape.join(', ')}]`);
    }
    const expected = elementCount(shape);
    if (voxels.length !== expected) {
      throw new RangeError(`Volume: expected ${expected} voxels for ${shape.join(' x ')}, found ${voxels.length}`);
    }
    this.voxels = voxels;
    this.shape = Object.freeze([...shape] as unknown as Shape3);
    this.affine = freezeAffine(affine);
  }

  /** A float32 volume of zeros on `grid`. */
  static zeros(grid: Grid): Volume<Float32Array> {
    return new Volume(new Float32Array(grid.shape[0] * grid.shape[1] * grid.shape[2]), grid);
  }

  /** The voxels as an ndarray of shape [nx, ny, nz] over the same memory. */
  get data(): NdArray<T> {
    const [nx, ny, nz] = this.shape;
    return ndarray(this.voxels, [nx, ny, nz], [1, nx, nx * ny]);
  }

  /** Voxel size along each axis, in millimetres. */
  get spacing(): [number, number, number] {
    return spacingOf(this.affine);
  }

  /** Other voxels on this grid. */
  with<U extends VoxelArray>(voxels: U): Volume<U> {
    return new Volume(voxels, this);
  }
}
