/** Cosines of one axis at some positions: `values[position * count + k]`, k = 0 .. count - 1. */
export interface CosineAxis {
  readonly values: Float64Array;
  readonly positions: number;
  readonly count: number;
}

export type CosineAxes = readonly [x: CosineAxis, y: CosineAxis, z: CosineAxis];

/** The first `count` DCT functions over `start` .. `start + length`: 1, and sqrt(2) cos(pi k (t - start) / length). */
export function cosineAxis(positions: readonly number[], start: number, length: number, count: number): CosineAxis {
  const values = new Float64Array(positions.length * count);
  positions.forEach((position, i) => {
    for (let k = 0; k < count; k++) {
      values[i * count + k] = k === 0 ? 1 : Math.SQRT2 * Math.cos((Math.PI * k * (position - start)) / length);
    }
  });
  return { values, positions: positions.length, count };
}

/** Coefficients summed over kz at plane z: [ky][kx]. Coefficients are stored kx fastest. */
function atPlane([x, y, z]: CosineAxes, coefficients: Float64Array, plane: number): Float64Array {
  const size = x.count * y.count;
  const sums = new Float64Array(size);
  for (let k = 0; k < z.count; k++) {
    const weight = z.values[plane * z.count + k];
    for (let i = 0; i < size; i++) sums[i] += weight * coefficients[k * size + i];
  }
  return sums;
}

/** Writes the field at all positions of plane z, x fastest. */
export function evaluatePlane(axes: CosineAxes, coefficients: Float64Array, plane: number, to: Float64Array): void {
  const [x, y] = axes;
  const sums = atPlane(axes, coefficients, plane);
  const line = new Float64Array(x.count);
  for (let j = 0; j < y.positions; j++) {
    line.fill(0);
    for (let k = 0; k < y.count; k++) {
      const weight = y.values[j * y.count + k];
      for (let i = 0; i < x.count; i++) line[i] += weight * sums[k * x.count + i];
    }
    for (let i = 0; i < x.positions; i++) {
      let value = 0;
      for (let k = 0; k < x.count; k++) value += line[k] * x.values[i * x.count + k];
      to[j * x.positions + i] = value;
    }
  }
}

/** Sums of first * phi and of second * phi phi^T over all positions: a gradient and a full symmetric matrix. */
export interface NormalEquations {
  readonly gradient: Float64Array;
  readonly matrix: Float64Array;
}

/**
 * Gathers a quadratic form in the coefficients from two values a position, one axis after the other: products of
 * cosines separate as the cosines do (Ashburner & Friston 2005, appendix).
 */
export function normalEquations(axes: CosineAxes, first: Float64Array, second: Float64Array): NormalEquations {
  const [x, y, z] = axes;
  const size = x.count * y.count;
  const all = size * z.count;
  const gradient = new Float64Array(all);
  const matrix = new Float64Array(all * all);
  const planeGradient = new Float64Array(size);
  const planeMatrix = new Float64Array(size * size);
  const row = new Float64Array(x.count);
  const rowMatrix = new Float64Array(x.count * x.count);
  for (let plane = 0; plane < z.positions; plane++) {
    planeGradient.fill(0);
    planeMatrix.fill(0);
    for (let j = 0; j < y.positions; j++) {
      gatherRow(x, first, second, (plane * y.positions + j) * x.positions, row, rowMatrix);
      for (let k = 0; k < y.count; k++) {
        const weight = y.values[j * y.count + k];
        for (let i = 0; i < x.count; i++) planeGradient[k * x.count + i] += weight * row[i];
        for (let l = 0; l <= k; l++) {
          const product = weight * y.values[j * y.count + l];
          for (let i = 0; i < x.count; i++) {
            const to = (k * x.count + i) * size + l * x.count;
            for (let m = 0; m < x.count; m++) planeMatrix[to + m] += product * rowMatrix[i * x.count + m];
          }
        }
      }
    }
    for (let k = 0; k < z.count; k++) {
      const weight = z.values[plane * z.count + k];
      for (let i = 0; i < size; i++) gradient[k * size + i] += weight * planeGradient[i];
      for (let l = 0; l <= k; l++) {
        const product = weight * z.values[plane * z.count + l];
        for (let i = 0; i < size; i++) {
          const to = (k * size + i) * all + l * size;
          for (let m = 0; m < size; m++) {
            // Only blocks with l <= k along y were gathered: the others are their mirror images.
            const value =
              Math.floor(m / x.count) <= Math.floor(i / x.count)
                ? planeMatrix[i * size + m]
                : planeMatrix[m * size + i];
            matrix[to + m] += product * value;
          }
        }
      }
    }
  }
  return { gradient, matrix };
}

function gatherRow(
  { values, positions, count }: CosineAxis,
  first: Float64Array,
  second: Float64Array,
  from: number,
  row: Float64Array,
  rowMatrix: Float64Array,
): void {
  row.fill(0);
  rowMatrix.fill(0);
  for (let i = 0; i < positions; i++) {
    const weight = second[from + i];
    if (weight === 0) continue;
    for (let k = 0; k < count; k++) {
      const value = values[i * count + k];
      row[k] += first[from + i] * value;
      for (let m = 0; m < count; m++) rowMatrix[k * count + m] += weight * value * values[i * count + m];
    }
  }
}
