import { applyAffine, composeAffine, freezeAffine, type Affine, type Vector3 } from '@braingen/volume';

/** A family of transforms around a starting one, its parameters in millimetres of displacement. */
export interface TransformFamily {
  readonly size: number;
  transform(parameters: Float64Array): Affine;
  /** The derivative by the parameters, from the derivative by the twelve entries of the matrix at `parameters`. */
  pullBack(parameters: Float64Array, byMatrix: readonly (readonly number[])[]): Float64Array;
}

/** Where the samples lie: their mean, and their standard deviation along each axis, in millimetres. */
export interface SampleCloud {
  readonly centre: Vector3;
  readonly radii: Vector3;
}

/**
 * All affine maps. A displacement that grows along one axis is scaled by the samples' spread along that axis, so that
 * one unit of any parameter moves the samples by one millimetre (root mean square) and parameters hardly interact.
 */
export function affineFamily(start: Affine, { centre, radii }: SampleCloud): TransformFamily {
  const image = applyAffine(start, centre);
  return {
    size: 12,
    transform(parameters) {
      const linear = [0, 1, 2].map((r) => [0, 1, 2].map((c) => start[r][c] + parameters[3 * r + c] / radii[c]));
      return around(linear, centre, image, parameters.subarray(9));
    },
    pullBack(_, byMatrix) {
      const out = new Float64Array(12);
      for (let r = 0; r < 3; r++) {
        for (let c = 0; c < 3; c++) out[3 * r + c] = (byMatrix[r][c] - byMatrix[r][3] * centre[c]) / radii[c];
        out[9 + r] = byMatrix[r][3];
      }
      return out;
    },
  };
}

/** The starting transform followed by a rotation about the image of the samples' centre, and a translation. */
export function rigidFamily(start: Affine, { centre, radii }: SampleCloud): TransformFamily {
  const image = applyAffine(start, centre);
  const radius = (Math.hypot(...radii) * Math.SQRT2) / Math.sqrt(3);
  const linear: Affine = freezeAffine([...start.slice(0, 3).map((row) => [...row.slice(0, 3), 0]), [0, 0, 0, 1]]);
  return {
    size: 6,
    transform(parameters) {
      const rotated = composeAffine(rotation(parameters, radius), linear);
      return around(rotated, centre, image, parameters.subarray(3));
    },
    pullBack(parameters, byMatrix) {
      const out = new Float64Array(6);
      const byLinear = [0, 1, 2].map((r) => [0, 1, 2].map((c) => byMatrix[r][c] - byMatrix[r][3] * centre[c]));
      for (let axis = 0; axis < 3; axis++) {
        const derivative = composeAffine(rotation(parameters, radius, axis), linear);
        for (let r = 0; r < 3; r++) {
          for (let c = 0; c < 3; c++) out[axis] += byLinear[r][c] * derivative[r][c];
        }
        out[3 + axis] = byMatrix[axis][3];
      }
      return out;
    },
  };
}

function around(linear: readonly (readonly number[])[], centre: Vector3, image: Vector3, shift: Float64Array): Affine {
  const rows = [0, 1, 2].map((r) => {
    const [a, b, c] = linear[r];
    return [a, b, c, image[r] + shift[r] - a * centre[0] - b * centre[1] - c * centre[2]];
  });
  return freezeAffine([...rows, [0, 0, 0, 1]]);
}

/** Rz Ry Rx of angles `parameters / radius`, or its derivative by the parameter of one axis. */
function rotation(parameters: Float64Array, radius: number, derivative?: number): Affine {
  let product: Affine | undefined;
  for (let axis = 0; axis < 3; axis++) {
    const turned = axisRotation(axis, parameters[axis] / radius, derivative === axis ? 1 / radius : undefined);
    product = product ? composeAffine(turned, product) : turned;
  }
  return product as Affine;
}

function axisRotation(axis: number, angle: number, derivativeScale?: number): Affine {
  const rate = derivativeScale;
  const cosine = rate === undefined ? Math.cos(angle) : -Math.sin(angle) * rate;
  const sine = rate === undefined ? Math.sin(angle) : Math.cos(angle) * rate;
  const one = rate === undefined ? 1 : 0;
  const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
  const rows = [0, 1, 2].map(() => [0, 0, 0, 0]);
  rows[axis][axis] = one;
  rows[u][u] = cosine;
  rows[u][v] = -sine;
  rows[v][u] = sine;
  rows[v][v] = cosine;
  return freezeAffine([...rows, [0, 0, 0, 1]]);
}
