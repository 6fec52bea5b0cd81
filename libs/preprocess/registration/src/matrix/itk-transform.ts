import { composeAffine, freezeAffine, identityAffine, type Affine } from '@braingen/volume';

/** A transform as ITK keeps it: its class and its numbers, in LPS millimetres. */
export interface ItkTransform {
  /** Such as `AffineTransform_double_3_3`. */
  readonly type: string;
  readonly parameters: readonly number[];
  /** The centre of rotation, where the class has one. */
  readonly fixedParameters: readonly number[];
}

/** The name that ITK gives to an affine map of points in three dimensions. */
export const itkAffineType = 'AffineTransform_double_3_3';

/** LPS to RAS and back: the first two axes change sign. */
const flip: Affine = freezeAffine([
  [-1, 0, 0, 0],
  [0, -1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
]);

/** The ITK transform of an RAS matrix, its centre at the origin. */
export function toItk(matrix: Affine): ItkTransform {
  const lps = composeAffine(flip, composeAffine(matrix, flip));
  const linear = [0, 1, 2].flatMap((r) => [0, 1, 2].map((c) => lps[r][c] + 0));
  return {
    type: itkAffineType,
    parameters: [...linear, ...[0, 1, 2].map((r) => lps[r][3] + 0)],
    fixedParameters: [0, 0, 0],
  };
}

/**
 * The RAS matrix of linear ITK transforms. In a composite one the last applies first.
 *
 * @throws RangeError on a transform that is not linear, or has another number of parameters than its class
 */
export function fromItk(transforms: readonly ItkTransform[]): Affine {
  const parts = transforms.filter(({ type }) => !type.startsWith('CompositeTransform'));
  if (parts.length === 0) {
    throw new RangeError(
      'readMatrix: expected a linear ITK transform, found a composite one without its parts, which .mat does not keep',
    );
  }
  return parts
    .map((transform) => composeAffine(flip, composeAffine(matrixOf(transform), flip)))
    .reduce((all, next) => composeAffine(all, next), identityAffine);
}

/** How many parameters a class has, and the linear part and translation they stand for. */
const classes: Record<string, { count: number; read: (p: readonly number[], fixed: readonly number[]) => number[][] }> =
  {
    AffineTransform: { count: 12, read: general },
    MatrixOffsetTransformBase: { count: 12, read: general },
    Euler3DTransform: { count: 6, read: (p, fixed) => withTranslation(euler(p, fixed[3] === 1), p.slice(3)) },
    VersorRigid3DTransform: { count: 6, read: (p) => withTranslation(versor(p, 1), p.slice(3)) },
    Similarity3DTransform: { count: 7, read: (p) => withTranslation(versor(p, p[6]), p.slice(3)) },
    TranslationTransform: { count: 3, read: (p) => withTranslation(identityRows, p) },
    IdentityTransform: { count: 0, read: () => withTranslation(identityRows, [0, 0, 0]) },
  };

const identityRows = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

function matrixOf({ type, parameters, fixedParameters }: ItkTransform): Affine {
  const name = type.replace(/_(double|float)_3_3$/, '');
  const known = Object.hasOwn(classes, name) ? classes[name] : undefined;
  if (!known) {
    const names = Object.keys(classes).join(', ');
    throw new RangeError(
      `readMatrix: expected a linear ITK transform in 3D (${names}), found ${JSON.stringify(type.slice(0, 80))}`,
    );
  }
  if (parameters.length !== known.count || ![...parameters, ...fixedParameters].every(Number.isFinite)) {
    throw new RangeError(
      `readMatrix: expected ${known.count} finite parameters of ${name}, found ${parameters.length}: ${parameters.slice(0, 16).join(' ')}`,
    );
  }
  const rows = known.read(parameters, fixedParameters);
  // x -> A (x - c) + c + t
  const centre = [0, 1, 2].map((i) => fixedParameters[i] ?? 0);
  const offset = rows.map(
    (row, r) => row[3] + centre[r] - row[0] * centre[0] - row[1] * centre[1] - row[2] * centre[2],
  );
  return freezeAffine([...rows.map((row, r) => [row[0], row[1], row[2], offset[r]]), [0, 0, 0, 1]]);
}

const withTranslation = (linear: number[][], translation: readonly number[]): number[][] =>
  linear.map((row, r) => [...row, translation[r]]);

function general(p: readonly number[]): number[][] {
  return [0, 1, 2].map((r) => [p[3 * r], p[3 * r + 1], p[3 * r + 2], p[9 + r]]);
}

/** Rz Rx Ry, or Rz Ry Rx where the file says so. */
function euler([x, y, z]: readonly number[], zyx: boolean): number[][] {
  const [cx, sx, cy, sy, cz, sz] = [x, y, z].flatMap((angle) => [Math.cos(angle), Math.sin(angle)]);
  const rx = [
    [1, 0, 0],
    [0, cx, -sx],
    [0, sx, cx],
  ];
  const ry = [
    [cy, 0, sy],
    [0, 1, 0],
    [-sy, 0, cy],
  ];
  const rz = [
    [cz, -sz, 0],
    [sz, cz, 0],
    [0, 0, 1],
  ];
  return zyx ? multiply(rz, multiply(ry, rx)) : multiply(rz, multiply(rx, ry));
}

/** The rotation of a unit quaternion given by its vector part, times a scale. */
function versor([x, y, z]: readonly number[], scale: number): number[][] {
  const w = Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z));
  return [
    [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
    [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
    [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
  ].map((row) => row.map((value) => scale * value));
}

const multiply = (a: number[][], b: number[][]): number[][] =>
  a.map((row) => [0, 1, 2].map((c) => row.reduce((sum, value, k) => sum + value * b[k][c], 0)));
