import type { Shape3 } from '../geometry/volume.ts';
import type { RowSampler } from './rows.ts';
import { splineCoefficients } from './spline.ts';

/** Interpolation of `source` by a cubic B-spline through its voxels, into `voxels`. */
export function cubicSampler(source: Float32Array, shape: Shape3, voxels: Float32Array): RowSampler {
  const [nx, ny, nz] = shape;
  const coefficients = splineCoefficients(source, shape);
  const wx = new Float64Array(4);
  const wy = new Float64Array(4);
  const wz = new Float64Array(4);
  const px = new Int32Array(4);
  const py = new Int32Array(4);
  const pz = new Int32Array(4);

  return (out, count, x, y, z, dx, dy, dz) => {
    for (let i = 0; i < count; i++) {
      support(x + i * dx, nx, 1, wx, px);
      support(y + i * dy, ny, nx, wy, py);
      support(z + i * dz, nz, nx * ny, wz, pz);
      let value = 0;
      for (let c = 0; c < 4; c++) {
        let sheet = 0;
        for (let b = 0; b < 4; b++) {
          const row = pz[c] + py[b];
          sheet +=
            wy[b] *
            (wx[0] * coefficients[row + px[0]] +
              wx[1] * coefficients[row + px[1]] +
              wx[2] * coefficients[row + px[2]] +
              wx[3] * coefficients[row + px[3]]);
        }
        value += wz[c] * sheet;
      }
      voxels[out + i] = value;
    }
  };
}

/** The four coefficients that a coordinate touches on one axis, as offsets mirrored at the ends, and their B-spline weights. */
function support(coordinate: number, n: number, stride: number, weights: Float64Array, offsets: Int32Array): void {
  const p = coordinate < 0 ? 0 : coordinate > n - 1 ? n - 1 : coordinate;
  if (n === 1) {
    weights[0] = 1;
    return;
  }
  const base = p | 0;
  const t = p - base;
  const s = 1 - t;
  weights[0] = (s * s * s) / 6;
  weights[1] = 2 / 3 - t * t * (1 - t / 2);
  weights[2] = 2 / 3 - s * s * (1 - s / 2);
  weights[3] = (t * t * t) / 6;
  for (let tap = 0; tap < 4; tap++) {
    let index = base - 1 + tap;
    if (index < 0) index = -index;
    if (index >= n) index = 2 * n - 2 - index;
    // With two voxels the mirror image of -1 + 3 falls outside once more.
    offsets[tap] = stride * (index < 0 ? -index : index);
  }
}
