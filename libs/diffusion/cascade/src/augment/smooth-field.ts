import { elementCount, type Random, type Shape3 } from '@braingen/volume';

/** Of a cubic B-spline's values at random coefficients of deviation 1: (1/2)^(3/2), on average over the cell. */
const splineDeviation = 0.48 ** 1.5;

/**
 * A smooth random field: cubic B-splines with normal coefficients.
 *
 * @param spacing voxels between the coefficients
 * @param deviation of the field's values
 * @returns [d, h, w]
 */
export function smoothField(shape: Shape3, spacing: number, deviation: number, random: Random): Float32Array {
  const counts = shape.map((side) => Math.ceil((side - 1) / spacing) + 3);
  let values: Float32Array = Float32Array.from(
    { length: elementCount(counts) },
    () => (deviation / splineDeviation) * random.normal(),
  );
  // One axis after the other: [c0, c1, c2] -> [d, c1, c2] -> [d, h, c2] -> [d, h, w].
  for (let axis = 0, before = 1; axis < 3; axis++) {
    const after = counts.slice(axis + 1).reduce((product, count) => product * count, 1);
    values = expand(values, before, counts[axis], after, shape[axis], spacing);
    before *= shape[axis];
  }
  return values;
}

/** [before, count, after] to [before, side, after] by cubic B-splines. */
function expand(
  values: Float32Array,
  before: number,
  count: number,
  after: number,
  side: number,
  spacing: number,
): Float32Array {
  const result = new Float32Array(before * side * after);
  const firsts = Array.from({ length: side }, (_, i) => Math.min(Math.floor(i / spacing), count - 4));
  const weights = firsts.map((first, i) => splineWeights(i / spacing - first));
  // In the order of memory: along the last axis neighbours are one number apart.
  for (let b = 0; b < before; b++) {
    for (let i = 0; i < side; i++) {
      const to = (b * side + i) * after;
      for (let tap = 0; tap < 4; tap++) {
        const from = (b * count + firsts[i] + tap) * after;
        const weight = weights[i][tap];
        for (let a = 0; a < after; a++) result[to + a] += weight * values[from + a];
      }
    }
  }
  return result;
}

/** The four cubic B-splines that reach a point, at t in [0, 1] of its cell. */
function splineWeights(t: number): readonly [number, number, number, number] {
  const s = 1 - t;
  return [s ** 3 / 6, (3 * t ** 3 - 6 * t * t + 4) / 6, (3 * s ** 3 - 6 * s * s + 4) / 6, t ** 3 / 6];
}
