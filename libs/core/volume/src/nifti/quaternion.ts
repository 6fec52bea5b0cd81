import { determinant, freezeAffine, spacingOf, type Affine, type Vector3 } from '../geometry/affine.ts';

/** What a NIfTI header says of a rigid pose: a unit quaternion's b, c, d (a is at least 0), voxel sizes, handedness and offset. */
export interface Qform {
  readonly quaternion: readonly [b: number, c: number, d: number];
  readonly spacing: Vector3;
  /** -1 where the third axis is reversed. */
  readonly qfac: 1 | -1;
  readonly offset: Vector3;
}

/** A quaternion this much longer than 1 (squared) is a unit one that was rounded. */
const tolerance = 1e-3;

/** @throws RangeError if the quaternion's b^2 + c^2 + d^2 exceeds 1 by more than 1e-3, or a number is not finite. */
export function affineOfQform({ quaternion, spacing, qfac, offset }: Qform): Affine {
  let [b, c, d] = quaternion;
  const squares = b * b + c * c + d * d;
  if (!(squares <= 1 + tolerance)) throw new RangeError(`b^2 + c^2 + d^2 = ${Number(squares.toPrecision(6))}`);
  if (![...spacing, ...offset].every(Number.isFinite)) {
    throw new RangeError(`spacing (${spacing.join(', ')}) and offset (${offset.join(', ')})`);
  }
  let a = 0;
  if (squares < 1) a = Math.sqrt(1 - squares);
  else [b, c, d] = [b, c, d].map((value) => value / Math.sqrt(squares));
  const [sx, sy, sz] = [spacing[0], spacing[1], spacing[2] * qfac];
  return freezeAffine([
    [(a * a + b * b - c * c - d * d) * sx, 2 * (b * c - a * d) * sy, 2 * (b * d + a * c) * sz, offset[0]],
    [2 * (b * c + a * d) * sx, (a * a + c * c - b * b - d * d) * sy, 2 * (c * d - a * b) * sz, offset[1]],
    [2 * (b * d - a * c) * sx, 2 * (c * d + a * b) * sy, (a * a + d * d - b * b - c * c) * sz, offset[2]],
    [0, 0, 0, 1],
  ]);
}

/** The rigid pose closest to an affine: exact where the affine has no shear. */
export function qformOfAffine(affine: Affine): Qform {
  const spacing = spacingOf(affine);
  let rotation = [0, 1, 2].map((i) => [0, 1, 2].map((j) => affine[i][j] / spacing[j]));
  const qfac = determinant(rotation) < 0 ? -1 : 1;
  rotation = nearestRotation(rotation.map(([x, y, z]) => [x, y, z * qfac]));
  return { quaternion: quaternionOf(rotation), spacing, qfac, offset: [affine[0][3], affine[1][3], affine[2][3]] };
}

/** The orthogonal factor of the polar decomposition (Higham 1986, SIAM J. Sci. Stat. Comput. 7(4): Newton's iteration). */
function nearestRotation(matrix: number[][]): number[][] {
  let current = matrix;
  for (let iteration = 0; iteration < 50; iteration++) {
    const scale = determinant(current);
    const cofactor = [0, 1, 2].map((i) =>
      [0, 1, 2].map((j) => {
        const [r, s] = [(i + 1) % 3, (i + 2) % 3];
        const [t, u] = [(j + 1) % 3, (j + 2) % 3];
        return current[r][t] * current[s][u] - current[r][u] * current[s][t];
      }),
    );
    // The cofactors over the determinant are the inverse, transposed.
    const next = current.map((row, i) => row.map((value, j) => (value + cofactor[i][j] / scale) / 2));
    const change = Math.max(...next.flatMap((row, i) => row.map((value, j) => Math.abs(value - current[i][j]))));
    current = next;
    if (change < 1e-15) break;
  }
  return current;
}

/** b, c, d of the quaternion of a rotation, from the largest component, so that nothing small is divided by. */
function quaternionOf([[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]]: number[][]): [number, number, number] {
  const squares = [1 + xx + yy + zz, 1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz];
  const largest = squares.indexOf(Math.max(...squares));
  const twice = Math.sqrt(squares[largest]);
  const four = 2 * twice;
  const q = [
    [twice / 2, (zy - yz) / four, (xz - zx) / four, (yx - xy) / four],
    [(zy - yz) / four, twice / 2, (xy + yx) / four, (xz + zx) / four],
    [(xz - zx) / four, (xy + yx) / four, twice / 2, (yz + zy) / four],
    [(yx - xy) / four, (xz + zx) / four, (yz + zy) / four, twice / 2],
  ][largest];
  const sign = q[0] < 0 ? -1 : 1;
  return [sign * q[1], sign * q[2], sign * q[3]];
}

/**
 * A quaternion's b, c, d as float32. Readers take a from what b, c, d leave of 1, and near a half turn, where a is about 0,
 * the rounding of the others would turn the image by up to 0.03 degrees: of the float32 neighbours those are
 * taken that give a best.
 */
export function roundQuaternion(quaternion: Qform['quaternion']): [number, number, number] {
  const implied = (values: readonly number[]): number =>
    Math.sqrt(Math.max(0, 1 - values.reduce((sum, value) => sum + value * value, 0)));
  const a = implied(quaternion);
  const [bs, cs, ds] = quaternion.map(float32Neighbours);
  let best: [number, number, number] = [bs[0], cs[0], ds[0]];
  for (const b of bs) {
    for (const c of cs) {
      for (const d of ds) if (Math.abs(implied([b, c, d]) - a) < Math.abs(implied(best) - a)) best = [b, c, d];
    }
  }
  return best;
}

/** The nearest float32 and the two beside it; 0 stays alone. */
function float32Neighbours(value: number): number[] {
  const float = new Float32Array([value]);
  if (float[0] === 0) return [0];
  const bits = new Int32Array(float.buffer);
  return [0, 1, -1].map((step) => new Float32Array(new Int32Array([bits[0] + step]).buffer)[0]);
}
