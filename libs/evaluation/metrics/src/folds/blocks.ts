import type { Shape3 } from '@braingen/volume';

/** Blocks of 2 x 2 x 2 voxels, in their order, x fastest; a last odd voxel belongs to none, an axis of one voxel is not halved. */
export interface Blocks {
  /** Index of the first voxel of each. */
  readonly first: Int32Array;
  /** What to add for corner i + 2 j + 4 k, which lies i, j, k voxels along x, y, z. */
  readonly corners: Int32Array;
}

export function blocksOf([nx, ny, nz]: Shape3): Blocks {
  const steps = [nx, ny, nz].map((length) => (length === 1 ? 1 : 2));
  const first: number[] = [];
  for (let z = 0; z + steps[2] <= nz; z += steps[2]) {
    for (let y = 0; y + steps[1] <= ny; y += steps[1]) {
      for (let x = 0; x + steps[0] <= nx; x += steps[0]) first.push(x + nx * (y + ny * z));
    }
  }
  const strides = [1, nx, nx * ny].map((stride, axis) => (steps[axis] === 1 ? 0 : stride));
  const corners = Int32Array.from({ length: 8 }, (_, corner) =>
    strides.reduce((offset, stride, axis) => offset + ((corner >> axis) & 1) * stride, 0),
  );
  return { first: Int32Array.from(first), corners };
}
