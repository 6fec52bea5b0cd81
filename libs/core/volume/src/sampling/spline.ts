import type { Shape3 } from '../geometry/volume.ts';

/** The pole of the cubic B-spline's inverse filter. */
const pole = Math.sqrt(3) - 2;

/** pole^24 is below 2e-14: farther samples do not count. */
const horizon = 24;

/**
 * Coefficients of the interpolating cubic B-spline: sampled back at the voxels, the spline gives the voxels.
 * Two recursive passes along each axis, the volume mirrored about its outermost centres
 * (Unser, Aldroubi & Eden 1993, IEEE Trans. Signal Process. 41(2), part II, section II).
 */
export function splineCoefficients(voxels: Float32Array, [nx, ny, nz]: Shape3): Float32Array {
  const coefficients = voxels.slice();
  const plane = nx * ny;
  const line = new Float64Array(Math.max(nx, ny, nz));
  filterAxis(coefficients, line, nx, 1, ny, nx, nz, plane);
  filterAxis(coefficients, line, ny, nx, nx, 1, nz, plane);
  filterAxis(coefficients, line, nz, plane, nx, 1, ny, nx);
  return coefficients;
}

function filterAxis(
  data: Float32Array,
  line: Float64Array,
  n: number,
  stride: number,
  inner: number,
  innerStride: number,
  outer: number,
  outerStride: number,
): void {
  if (n === 1) return;
  for (let b = 0; b < outer; b++) {
    for (let a = 0; a < inner; a++) {
      const start = b * outerStride + a * innerStride;
      for (let i = 0; i < n; i++) line[i] = data[start + i * stride];
      filterLine(line, n);
      for (let i = 0; i < n; i++) data[start + i * stride] = line[i];
    }
  }
}

function filterLine(line: Float64Array, n: number): void {
  let sum = line[0];
  let power = pole;
  const period = 2 * n - 2;
  for (let k = 1; k < horizon; k++, power *= pole) {
    const folded = k % period;
    sum += power * line[folded < n ? folded : period - folded];
  }
  // The causal filter's start is the sum over the mirrored line.
  line[0] = sum;
  for (let i = 1; i < n; i++) line[i] += pole * line[i - 1];
  line[n - 1] = (pole / (pole * pole - 1)) * (line[n - 1] + pole * line[n - 2]);
  for (let i = n - 2; i >= 0; i--) line[i] = pole * (line[i + 1] - line[i]);
  for (let i = 0; i < n; i++) line[i] *= 6;
}
