import { applyAffine, composeAffine, invertAffine, spacingOf, type Grid, type Volume } from '@braingen/volume';
import type { Surface } from './surface.ts';

/** Intensities along each point's normal, every millimetre from `from` to `to`, negative inside. */
export interface Profiles {
  readonly samples: Float32Array;
  readonly from: number;
  readonly to: number;
  /** Samples a profile. */
  readonly length: number;
}

/**
 * Samples `volume` trilinearly along the surface's normals; beyond the volume's edge it is 0, as air.
 *
 * @param grid the grid that the surface's points are voxels of
 */
export function sampleProfiles(volume: Volume, grid: Grid, surface: Surface, from: number, to: number): Profiles {
  const toVoxel = composeAffine(invertAffine(volume.affine), grid.affine);
  const spacing = spacingOf(grid.affine);
  const length = to - from + 1;
  const samples = new Float32Array(surface.count * length);
  for (let p = 0; p < surface.count; p++) {
    const [x, y, z] = surface.points.subarray(p * 3, p * 3 + 3);
    const normal = surface.normals.subarray(p * 3, p * 3 + 3);
    const step = [normal[0] / spacing[0], normal[1] / spacing[1], normal[2] / spacing[2]];
    const start = applyAffine(toVoxel, [x + from * step[0], y + from * step[1], z + from * step[2]]);
    const end = applyAffine(toVoxel, [x + to * step[0], y + to * step[1], z + to * step[2]]);
    for (let s = 0; s < length; s++) {
      const t = s / (length - 1);
      samples[p * length + s] = trilinear(
        volume,
        start[0] + t * (end[0] - start[0]),
        start[1] + t * (end[1] - start[1]),
        start[2] + t * (end[2] - start[2]),
      );
    }
  }
  return { samples, from, to, length };
}

/** The value between voxels, 0 outside the grid. */
export function trilinear({ voxels, shape }: Volume, x: number, y: number, z: number): number {
  const [nx, ny, nz] = shape;
  if (!(x >= 0 && y >= 0 && z >= 0 && x <= nx - 1 && y <= ny - 1 && z <= nz - 1)) return 0;
  const i = Math.min(Math.floor(x), Math.max(nx - 2, 0));
  const j = Math.min(Math.floor(y), Math.max(ny - 2, 0));
  const k = Math.min(Math.floor(z), Math.max(nz - 2, 0));
  const [u, v, w] = [x - i, y - j, z - k];
  const [dx, dy, dz] = [nx > 1 ? 1 : 0, ny > 1 ? nx : 0, nz > 1 ? nx * ny : 0];
  const at = i + nx * (j + ny * k);
  const along = (base: number): number => voxels[base] + u * (voxels[base + dx] - voxels[base]);
  const near = along(at) + v * (along(at + dy) - along(at));
  const farther = along(at + dz) + v * (along(at + dy + dz) - along(at + dz));
  return near + w * (farther - near);
}
