import { applyAffine, type Affine, type Vector3, type Volume } from '@braingen/volume';

/** Where an image's intensity lies, in RAS millimetres. */
export interface Moments {
  readonly centre: Vector3;
  /** Unit vectors, the longest extent first, right-handed. */
  readonly axes: readonly [Vector3, Vector3, Vector3];
}

/** Centre of mass and principal axes of the intensities above the least one. */
export function momentsOf({ voxels, shape, affine }: Volume<Float32Array>): Moments {
  const [nx, ny, nz] = shape;
  let low = Infinity;
  for (const value of voxels) if (value < low) low = value;
  const first = [0, 0, 0];
  const second = [0, 0, 0, 0, 0, 0];
  let mass = 0;
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        const w = voxels[i] - low;
        if (w === 0) continue;
        mass += w;
        first[0] += w * x;
        first[1] += w * y;
        first[2] += w * z;
        second[0] += w * x * x;
        second[1] += w * y * y;
        second[2] += w * z * z;
        second[3] += w * x * y;
        second[4] += w * x * z;
        second[5] += w * y * z;
      }
    }
  }
  const mean = first.map((s) => s / mass);
  const inVoxels = [
    [second[0], second[3], second[4]],
    [second[3], second[1], second[5]],
    [second[4], second[5], second[2]],
  ].map((row, r) => row.map((s, c) => s / mass - mean[r] * mean[c]));
  const covariance = [0, 1, 2].map((r) =>
    [0, 1, 2].map((c) => {
      let sum = 0;
      for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) sum += affine[r][i] * inVoxels[i][j] * affine[c][j];
      return sum;
    }),
  );
  return { centre: applyAffine(affine, mean as unknown as Vector3), axes: eigenvectors(covariance) };
}

const pairs = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/** Jacobi's rotations on a symmetric 3 x 3 matrix. */
function eigenvectors(symmetric: number[][]): [Vector3, Vector3, Vector3] {
  const a = symmetric.map((row) => [...row]);
  const v: number[][] = [0, 1, 2].map((r) => [0, 1, 2].map((c) => (r === c ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++) {
    for (const [p, q] of pairs) {
      if (Math.abs(a[p][q]) < 1e-14 * (Math.abs(a[p][p]) + Math.abs(a[q][q]))) continue;
      const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
      const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
      const c = 1 / Math.hypot(t, 1),
        s = t * c;
      for (let k = 0; k < 3; k++) [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
      for (let k = 0; k < 3; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
      for (let k = 0; k < 3; k++) [v[k][p], v[k][q]] = [c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]];
    }
  }
  const order = [0, 1, 2].sort((i, j) => a[j][j] - a[i][i]);
  const column = (i: number): Vector3 => [v[0][i], v[1][i], v[2][i]];
  const [x, y] = [column(order[0]), column(order[1])];
  return [x, y, [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]]];
}

/** The rotation that takes the axes of one image to those of another, each axis turned by a sign. */
export function alignAxes(fixed: Moments, moving: Moments, signs: Vector3): Affine {
  const rows = [0, 1, 2].map((r) => [
    ...[0, 1, 2].map((c) => [0, 1, 2].reduce((sum, k) => sum + signs[k] * moving.axes[k][r] * fixed.axes[k][c], 0)),
    0,
  ]);
  return [...rows, [0, 0, 0, 1]] as unknown as Affine;
}
