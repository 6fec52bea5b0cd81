import type { Kernels } from './kernels.ts';

/** For each sample along an axis, its first control point and the weights of four: `weights[tap * samples + sample]`. */
export interface SplineAxis {
  readonly starts: Int32Array;
  readonly weights: Float32Array;
  readonly controls: number;
}

/** Axes x, y, z. A lattice has cx * cy * cz control points, x fastest. */
export type SplineAxes = readonly [x: SplineAxis, y: SplineAxis, z: SplineAxis];

/** Data on the axes' samples, x fastest; those of weight 0 do not count. */
export interface SplineData {
  readonly data: Float32Array;
  readonly weight: Float32Array;
  readonly field: Float32Array;
}

/** Values in equal steps from `low` to `high`: the first and the last lie on them. */
export interface Bins {
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

const tables = (axes: SplineAxes): (Int32Array | Float32Array)[] =>
  axes.flatMap(({ starts, weights }) => [starts, weights]);
const sizes = (axes: SplineAxes): number[] => [
  ...axes.map(({ starts }) => starts.length),
  ...axes.map(({ controls }) => controls),
];

function check(name: string, axes: SplineAxes, lattice: Float32Array, grid: Record<string, Float32Array>): void {
  for (const { starts, weights, controls } of axes) {
    if (weights.length !== 4 * starts.length) {
      throw new RangeError(
        `${name}: expected four weights for each of ${starts.length} samples, found ${weights.length}`,
      );
    }
    if (starts.some((start) => start < 0 || start + 4 > controls)) {
      throw new RangeError(`${name}: expected four control points from each start within ${controls}`);
    }
  }
  const controls = axes.reduce((product, axis) => product * axis.controls, 1);
  if (lattice.length !== controls) {
    throw new RangeError(`${name}: expected a lattice of ${controls} control points, found ${lattice.length}`);
  }
  const samples = axes.reduce((product, axis) => product * axis.starts.length, 1);
  for (const [what, array] of Object.entries(grid)) {
    if (array.length !== samples)
      throw new RangeError(`${name}: expected ${what} of ${samples} samples, found ${array.length}`);
  }
}

/** What changed from one field to the next, over samples that count. */
export interface FieldChange {
  /** The range of data - field. */
  readonly low: number;
  readonly high: number;
  /** Coefficient of variation of exp(new field - old field). */
  readonly variation: number;
}

/** Replaces `field` by the spline's values. */
export function evaluateSpline(
  kernels: Kernels,
  axes: SplineAxes,
  lattice: Float32Array,
  { data, weight, field }: SplineData,
): FieldChange {
  check('evaluateSpline', axes, lattice, { data, weight, field });
  const planes = axes[2].starts.length;
  const partial = new Float64Array(5 * planes);
  kernels.call('spline_evaluate', [lattice, ...tables(axes), data, weight, field, partial], sizes(axes));
  let low = Infinity;
  let high = -Infinity;
  const sums = [0, 0, 0];
  for (let z = 0; z < planes; z++) {
    low = Math.min(low, partial[5 * z]);
    high = Math.max(high, partial[5 * z + 1]);
    for (const i of [0, 1, 2]) sums[i] += partial[5 * z + 2 + i];
  }
  const mean = sums[1] / sums[0];
  return { low, high, variation: Math.sqrt(Math.max(sums[2] / sums[0] - mean * mean, 0)) / mean };
}

/** The weighted histogram of data - field. */
export function residualHistogram(
  kernels: Kernels,
  axes: SplineAxes,
  { data, weight, field }: SplineData,
  { count, low, high }: Bins,
): Float64Array {
  const shape = axes.map(({ starts }) => starts.length);
  const partial = new Float64Array(count * shape[2]);
  kernels.call('residual_histogram', [data, weight, field, partial], [...shape, count, low, high]);
  const counts = new Float64Array(count);
  partial.forEach((value, i) => (counts[i % count] += value));
  return counts;
}

/**
 * Sums weight * residual * product of the axes' weights into control points, where the residual is what data - field
 * differs from `expected`, a value for each bin. Lee's fit takes axes whose weights are cubed basis functions over the
 * sum of their squares, and divides by the sums of weight * squared basis functions.
 */
export function gatherResiduals(
  kernels: Kernels,
  axes: SplineAxes,
  { data, weight, field }: SplineData,
  expected: Float32Array,
  { count, low, high }: Bins,
): Float32Array {
  const numerators = new Float32Array(axes.reduce((product, axis) => product * axis.controls, 1));
  check('gatherResiduals', axes, numerators, { data, weight, field });
  if (expected.length !== count)
    throw new RangeError(`gatherResiduals: expected ${count} values, found ${expected.length}`);
  const partial = new Float32Array(axes[2].starts.length * axes[0].controls * axes[1].controls);
  const buffers = [numerators, ...tables(axes), data, weight, field, expected, partial];
  kernels.call('spline_gather', buffers, [...sizes(axes), count, low, high]);
  return numerators;
}

/** On planes of the axes' grid: field = exp(spline - offset), corrected = (image + shift) / field - shift. */
export function correctBySpline(
  kernels: Kernels,
  axes: SplineAxes,
  lattice: Float32Array,
  arrays: { image: Float32Array; field: Float32Array; corrected: Float32Array },
  { first, last, offset, shift }: { first: number; last: number; offset: number; shift: number },
): void {
  const { image, field, corrected } = arrays;
  check('correctBySpline', axes, lattice, arrays);
  if (!(0 <= first && first <= last && last <= axes[2].starts.length)) {
    throw new RangeError(
      `correctBySpline: expected planes within 0 to ${axes[2].starts.length}, found ${first} to ${last}`,
    );
  }
  const numbers = [...sizes(axes), first, last, offset, shift];
  kernels.call('spline_correct', [lattice, ...tables(axes), image, field, corrected], numbers);
}
