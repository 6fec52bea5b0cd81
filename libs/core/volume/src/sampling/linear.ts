import type { Shape3 } from '../geometry/volume.ts';
import type { RowSampler } from './rows.ts';

/** Trilinear interpolation of `source` into `voxels`. */
export function linearSampler(source: Float32Array, [nx, ny, nz]: Shape3, voxels: Float32Array): RowSampler {
  const [maxX, maxY, maxZ] = [nx - 1, ny - 1, nz - 1];
  // The base of the 2 x 2 x 2 cell is at most the last but one voxel; an axis of one voxel has cells of no extent.
  const [lastX, lastY, lastZ] = [Math.max(nx - 2, 0), Math.max(ny - 2, 0), Math.max(nz - 2, 0)];
  const sx = nx > 1 ? 1 : 0;
  const sy = ny > 1 ? nx : 0;
  const sz = nz > 1 ? nx * ny : 0;
  const plane = nx * ny;

  return (out, count, x, y, z, dx, dy, dz) => {
    for (let i = 0; i < count; i++) {
      // start + i * step rather than repeated addition: no drift along the row.
      let px = x + i * dx;
      let py = y + i * dy;
      let pz = z + i * dz;
      px = px < 0 ? 0 : px > maxX ? maxX : px;
      py = py < 0 ? 0 : py > maxY ? maxY : py;
      pz = pz < 0 ? 0 : pz > maxZ ? maxZ : pz;
      let ix = px | 0;
      let iy = py | 0;
      let iz = pz | 0;
      ix = ix > lastX ? lastX : ix;
      iy = iy > lastY ? lastY : iy;
      iz = iz > lastZ ? lastZ : iz;
      const fx = px - ix;
      const fy = py - iy;
      const fz = pz - iz;
      const p00 = ix + nx * iy + plane * iz;
      const p10 = p00 + sy;
      const p01 = p00 + sz;
      const p11 = p10 + sz;
      const v000 = source[p00];
      const v010 = source[p10];
      const v001 = source[p01];
      const v011 = source[p11];
      const a00 = v000 + fx * (source[p00 + sx] - v000);
      const a10 = v010 + fx * (source[p10 + sx] - v010);
      const a01 = v001 + fx * (source[p01 + sx] - v001);
      const a11 = v011 + fx * (source[p11 + sx] - v011);
      const b0 = a00 + fy * (a10 - a00);
      const b1 = a01 + fy * (a11 - a01);
      voxels[out + i] = b0 + fz * (b1 - b0);
    }
  };
}
