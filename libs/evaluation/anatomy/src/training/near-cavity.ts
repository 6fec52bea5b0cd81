import type { Shape3, Volume } from '@braingen/volume';

/** Blocks of 8 x 8 x 8 voxels, x fastest: 1 where one of them or of its neighbours holds something of the skull's cavity. */
export interface NearCavity {
  readonly shape: Shape3;
  readonly near: Uint8Array;
}

/** Voxels of a block along each axis, as a power of two. */
export const blockBits = 3;

/** @param inside 1 for the voxel values that lie within the skull */
export function nearCavity({ voxels, shape }: Volume<Uint8Array>, inside: Uint8Array): NearCavity {
  const blocks = shape.map((side) => ((side - 1) >> blockBits) + 1) as unknown as Shape3;
  const [bx, by, bz] = blocks;
  const near = new Uint8Array(bx * by * bz);
  const [nx, ny, nz] = shape;
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        if (inside[voxels[i]] === 1) near[(x >> blockBits) + bx * ((y >> blockBits) + by * (z >> blockBits))] = 1;
      }
    }
  }
  return { shape: blocks, near: grown(near, blocks) };
}

/** 1 where a block or one of its 26 neighbours is. */
function grown(blocks: Uint8Array, [bx, by, bz]: Shape3): Uint8Array {
  return blocks.map((_, i) => {
    const [x, y, z] = [i % bx, Math.floor(i / bx) % by, Math.floor(i / (bx * by))];
    for (let c = Math.max(0, z - 1); c <= Math.min(bz - 1, z + 1); c++) {
      for (let b = Math.max(0, y - 1); b <= Math.min(by - 1, y + 1); b++) {
        for (let a = Math.max(0, x - 1); a <= Math.min(bx - 1, x + 1); a++) {
          if (blocks[a + bx * (b + by * c)] === 1) return 1;
        }
      }
    }
    return 0;
  });
}
