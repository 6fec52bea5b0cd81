import type { Grid, Random } from '@braingen/volume';
import { applyAffine, Volume } from '@braingen/volume';
import { CoarseField, latticeOver } from '../geometry/coarse-field.ts';
import { SplineNoise } from '../geometry/spline-noise.ts';

/**
 * The field of a receive coil: smooth, positive, multiplicative, its logarithm a random function of wavelength about
 * 220 mm whose standard deviation over space is `strength`.
 */
export function drawField(random: Random, grid: Grid, strength: number): Volume {
  const field = Volume.zeros(grid);
  if (strength === 0) {
    field.voxels.fill(1);
    return field;
  }
  const corners = [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z) => [x, y, z] as const)));
  const points = corners.map((corner) =>
    applyAffine(grid.affine, [corner[0] * grid.shape[0], corner[1] * grid.shape[1], corner[2] * grid.shape[2]]),
  );
  const low = [0, 1, 2].map((axis) => Math.min(...points.map((point) => point[axis]))) as [number, number, number];
  const high = [0, 1, 2].map((axis) => Math.max(...points.map((point) => point[axis]))) as [number, number, number];
  const padded = latticeOver([low[0] - 40, low[1] - 40, low[2] - 40], [high[0] + 80, high[1] + 80, high[2] + 80], 40);
  const noise = new SplineNoise(random, padded, 220, 0.3, 24);
  const smooth = new CoarseField(latticeOver(low, high, 10), 1, (x, y, z, out) => {
    out[0] = Math.exp(strength * noise.evaluate(x, y, z));
  });
  const [nx, ny, nz] = grid.shape;
  const [[a, b, c, d], [e, f, g, h], [m, n, o, p]] = grid.affine;
  const value = new Float64Array(1);
  let at = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        smooth.sample(a * i + b * j + c * k + d, e * i + f * j + g * k + h, m * i + n * j + o * k + p, value);
        field.voxels[at++] = value[0];
      }
    }
  }
  return field;
}
