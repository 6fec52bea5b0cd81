import { gaussianSmooth, resample, Volume, type Grid } from '@braingen/volume';
import type { Surface } from './surface.ts';

/**
 * Distance to the surface once each point has moved by its offset along its normal, negative inside; true near the surface.
 *
 * @param distance signed distance to the surface, on the grid that the surface was made from
 */
export function movedDistance(distance: Volume, surface: Surface, offsets: Float32Array): Volume {
  const field = spread(distance, surface, offsets);
  return distance.with(distance.voxels.map((mm, i) => mm - field.voxels[i]));
}

/** The mask, on `grid`, of all that lies on the grid of `level` and below 0. */
export function maskBelow(level: Volume, grid: Grid): Uint8Array {
  const { voxels } = resample(level, grid, { background: 1 });
  const mask = new Uint8Array(voxels.length);
  for (let i = 0; i < mask.length; i++) mask[i] = voxels[i] < 0 ? 1 : 0;
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
