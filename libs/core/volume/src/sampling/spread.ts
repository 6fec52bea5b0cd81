import { invertAffine, type Affine } from '../geometry/affine.ts';
import type { Shape3, VoxelArray } from '../geometry/volume.ts';
import { sampleRows } from './rows.ts';

/** With less than this there is no old voxel near: thick ones that are turned leave such gaps on a fine grid. */
const leastWeight = 1e-6;

/**
 * The anti-aliased filter of `resize` for any affine: each new voxel is the weighted mean of the old ones around it, by a
 * triangle along each of its axes that reaches one voxel to either side: a new one, or an old one where that is longer.
 * Old voxels are passed through once, each spread over the new ones that it counts for.
 *
 * New voxels whose centre lies outside the source are left as they are.
 *
 * @param voxels of the target, interpolated linearly: what stands where no old voxel is near
 * @param toSource voxel indices of the target to those of the source
 */
export function spread(
  source: VoxelArray,
  [nx, ny, nz]: Shape3,
  voxels: Float32Array,
  [tx, ty, tz]: Shape3,
  toSource: Affine,
): void {
  const [row0, row1, row2] = invertAffine(toSource);
  // How long an old voxel is along each new axis, in new voxels: exact for one that is turned and for one that is not.
  const [rx, ry, rz] = [row0, row1, row2].map(([x, y, z]) => Math.max(1, Math.hypot(x, y, z)));
  const sums = new Float64Array(voxels.length);
  const weights = new Float64Array(voxels.length);
  const wx = new Float64Array(2 * Math.ceil(rx) + 1);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const x0 = row0[1] * j + row0[2] * k + row0[3];
      const y0 = row1[1] * j + row1[2] * k + row1[3];
      const z0 = row2[1] * j + row2[2] * k + row2[3];
      const row = nx * (j + ny * k);
      for (let i = 0; i < nx; i++) {
        const x = x0 + row0[0] * i;
        const y = y0 + row1[0] * i;
        const z = z0 + row2[0] * i;
        if (x <= -rx || y <= -ry || z <= -rz || x >= tx - 1 + rx || y >= ty - 1 + ry || z >= tz - 1 + rz) continue;
        const value = source[row + i];
        const fromX = Math.max(0, Math.ceil(x - rx));
        const countX = Math.min(tx - 1, Math.floor(x + rx)) - fromX + 1;
        for (let a = 0; a < countX; a++) wx[a] = 1 - Math.abs(fromX + a - x) / rx;
        const toY = Math.min(ty - 1, Math.floor(y + ry));
        const toZ = Math.min(tz - 1, Math.floor(z + rz));
        for (let c = Math.max(0, Math.ceil(z - rz)); c <= toZ; c++) {
          const wz = 1 - Math.abs(c - z) / rz;
          for (let b = Math.max(0, Math.ceil(y - ry)); b <= toY; b++) {
            const wyz = wz * (1 - Math.abs(b - y) / ry);
            const out = fromX + tx * (b + ty * c);
            for (let a = 0; a < countX; a++) {
              const w = wyz * wx[a];
              weights[out + a] += w;
              sums[out + a] += w * value;
            }
          }
        }
      }
    }
  }
  sampleRows([nx, ny, nz], [tx, ty, tz], toSource, (out, count) => {
    for (let i = out; i < out + count; i++) if (weights[i] > leastWeight) voxels[i] = sums[i] / weights[i];
  });
}
