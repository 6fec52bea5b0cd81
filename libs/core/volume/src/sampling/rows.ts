import type { Affine } from '../geometry/affine.ts';
import type { Shape3 } from '../geometry/volume.ts';

/**
 * Writes `count` samples from index `out` on, the first at voxel coordinates (x, y, z) and each (dx, dy, dz) after the one before.
 * Coordinates are within half a voxel of the grid: a sampler takes what lies beyond the outermost centres from the border.
 */
export type RowSampler = (
  out: number,
  count: number,
  x: number,
  y: number,
  z: number,
  dx: number,
  dy: number,
  dz: number,
) => void;

/** Coordinates this close to a face, in voxels, count as inside: rounding must not drop the border of an aligned grid. */
const slack = 1e-6;

/** The part of `from` .. `to` where the coordinate start + i * step is inside 0 .. n - 1, give or take half a voxel. */
function inside(start: number, step: number, n: number, from: number, to: number): [number, number] {
  const low = -0.5 - slack;
  const high = n - 0.5 + slack;
  if (Math.abs(step) < 1e-12) return start >= low && start <= high ? [from, to] : [from, from - 1];
  const [a, b] =
    step > 0 ? [(low - start) / step, (high - start) / step] : [(high - start) / step, (low - start) / step];
  return [Math.max(from, Math.ceil(a)), Math.min(to, Math.floor(b))];
}

/**
 * Runs through the rows of a target grid, and hands the part of each that falls inside the source to the sampler:
 * along a row the source coordinates advance by a constant, and no voxel needs a test of its own.
 */
export function sampleRows(source: Shape3, target: Shape3, toVoxel: Affine, sample: RowSampler): void {
  const [[xx, xy, xz, x0], [yx, yy, yz, y0], [zx, zy, zz, z0]] = toVoxel;
  const [nx, ny, nz] = target;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const x = xy * j + xz * k + x0;
      const y = yy * j + yz * k + y0;
      const z = zy * j + zz * k + z0;
      let [from, to] = inside(x, xx, source[0], 0, nx - 1);
      [from, to] = inside(y, yx, source[1], from, to);
      [from, to] = inside(z, zx, source[2], from, to);
      if (from > to) continue;
      const out = from + nx * (j + ny * k);
      sample(out, to - from + 1, x + from * xx, y + from * yx, z + from * zx, xx, yx, zx);
    }
  }
}
