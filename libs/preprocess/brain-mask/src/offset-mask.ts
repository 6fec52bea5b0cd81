import { applyAffine, composeAffine, gaussianSmooth, invertAffine, Volume, type Grid } from '@braingen/volume';
import { trilinear } from './profiles.ts';
import type { Surface } from './surface.ts';

/**
 * The mask, on `grid`, of all that lies within the surface once each point has moved by its offset along its normal.
 *
 * @param distance signed distance to the surface, on the grid that the surface was made from
 */
export function maskWithin(distance: Volume, surface: Surface, offsets: Float32Array, grid: Grid): Uint8Array {
  const moved = distance.with(distance.voxels.slice());
  const field = spread(distance, surface, offsets);
  for (let i = 0; i < moved.voxels.length; i++) moved.voxels[i] -= field.voxels[i];

  const toDistance = composeAffine(invertAffine(distance.affine), grid.affine);
  const [nx, ny, nz] = grid.shape;
  const [mx, my, mz] = distance.shape;
  const mask = new Uint8Array(nx * ny * nz);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        const [u, v, w] = applyAffine(toDistance, [x, y, z]);
        if (!(u >= 0 && v >= 0 && w >= 0 && u <= mx - 1 && v <= my - 1 && w <= mz - 1)) continue;
        if (trilinear(moved, u, v, w) < 0) mask[x + nx * (y + ny * z)] = 1;
      }
    }
  }
  return mask;
}

/** Offsets given on the surface, carried into the space around it: normalised convolution, narrow near the surface and wide beyond. */
function spread(distance: Volume, { points, count }: Surface, offsets: Float32Array): Volume {
  const [nx, ny] = distance.shape;
  const sums = Volume.zeros(distance);
  const weights = Volume.zeros(distance);
  for (let p = 0; p < count; p++) {
    const i = Math.round(points[p * 3]) + nx * (Math.round(points[p * 3 + 1]) + ny * Math.round(points[p * 3 + 2]));
    sums.voxels[i] += offsets[p];
    weights.voxels[i] += 1;
  }
  const out = Volume.zeros(distance);
  for (const sigmaMm of [3, 8]) {
    const sum = gaussianSmooth(sums, { sigmaMm });
    const weight = gaussianSmooth(weights, { sigmaMm });
    for (let i = 0; i < out.voxels.length; i++) {
      const wide = sigmaMm > 3;
      if (out.voxels[i] === 0 && weight.voxels[i] > (wide ? 1e-6 : 1e-3))
        out.voxels[i] = sum.voxels[i] / weight.voxels[i];
    }
  }
  return out;
}
