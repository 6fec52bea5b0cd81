type Row = readonly [number, number, number, number];

/** A 4 x 4 matrix in rows, as in `matrix[row][column]`, that maps homogeneous coordinates; its last row is (0, 0, 0, 1). */
export type Affine = readonly [Row, Row, Row, Row];

/** A point or a direction: x, y, z. */
export type Vector3 = readonly [number, number, number];

export const identityAffine: Affine = freezeAffine([
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
]);

/** A deeply frozen copy. */
export function freezeAffine(matrix: readonly (readonly number[])[]): Affine {
  return Object.freeze(matrix.map((row) => Object.freeze([...row]))) as unknown as Affine;
}

/** The matrix that applies `second` after `first`: second * first. */
export function composeAffine(second: Affine, first: Affine): Affine {
  return freezeAffine(
    second.map((row) => [0, 1, 2, 3].map((j) => row.reduce((sum, value, k) => sum + value * first[k][j], 0))),
  );
}

/** How many times as large a mapped piece of space is; negative for a matrix that mirrors. */
export function determinant([[a, b, c], [d, e, f], [g, h, i]]: readonly (readonly number[])[]): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

/** @throws RangeError if the matrix is singular or not finite. */
export function invertAffine(m: Affine): Affine {
  const [[a, b, c, x], [d, e, f, y], [g, h, i, z]] = m;
  const size = determinant(m);
  const scale = Math.hypot(a, d, g) * Math.hypot(b, e, h) * Math.hypot(c, f, i);
  if (!(Math.abs(size) > 1e-12 * scale) || !Number.isFinite(scale)) {
    throw new RangeError(`invertAffine: expected an invertible matrix, found determinant ${size}`);
  }
  const linear = [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ].map((row) => row.map((value) => value / size));
  return freezeAffine([...linear.map((row) => [...row, -(row[0] * x + row[1] * y + row[2] * z)]), [0, 0, 0, 1]]);
}

/** Maps a point, such as voxel indices to RAS millimetres. */
export function applyAffine(m: Affine, [x, y, z]: Vector3): [number, number, number] {
  return [
    m[0][0] * x + m[0][1] * y + m[0][2] * z + m[0][3],
    m[1][0] * x + m[1][1] * y + m[1][2] * z + m[1][3],
    m[2][0] * x + m[2][1] * y + m[2][2] * z + m[2][3],
  ];
}

/** The lengths of the first three columns: voxel size in millimetres where the matrix maps voxels to the world. */
export function spacingOf(m: Affine): [number, number, number] {
  return [0, 1, 2].map((j) => Math.hypot(m[0][j], m[1][j], m[2][j])) as [number, number, number];
}
