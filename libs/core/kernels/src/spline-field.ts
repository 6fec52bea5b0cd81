import type { Kernels } from './kernels.ts';
import { checkSizes, product } from './signature.ts';

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

/** The axes by the kernels' names for them. */
const tables = ([x, y, z]: SplineAxes) => ({
  samples: [x.starts.length, y.starts.length, z.starts.length] as const,
  controls: [x.controls, y.controls, z.controls] as const,
  ...{ startsX: x.starts, startsY: y.starts, startsZ: z.starts },
  ...{ weightsX: x.weights, weightsY: y.weights, weightsZ: z.weights },
});

/** What changed from one field to the next, over samples that count. */
export interface FieldChange {
  /** The range of data - field. */
  readonly low: number;
  readonly high: number;
  /** Coefficient of variation of exp(new field - old field). */
  readonly variation: number;
}

/** Replaces `field` by the spline's values. Like all here it throws a RangeError if an array or a table does not fit. */
export function evaluateSpline(
  kernels: Kernels,
  axes: SplineAxes,
  lattice: Float32Array,
  { data, weight, field }: SplineData,
): FieldChange {
  const planes = axes[2].starts.length;
  const partial = new Float64Array(5 * planes);
  kernels.call('spline_evaluate', { ...tables(axes), lattice, data, weight, field, partial }, 'evaluateSpline');
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
  const { samples } = tables(axes);
  checkBins('residualHistogram', count);
  const partial = new Float64Array(count * samples[2]);
  kernels.call('residual_histogram', { samples, bins: count, low, high, data, weight, field, partial });
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
  const operation = 'gatherResiduals';
  const { controls, samples, ...others } = tables(axes);
  for (const each of controls) checkSizes(operation, { controls: each });
  checkBins(operation, count);
  checkSizes(operation, {
    'product of controls': product(controls),
    'partial sums': samples[2] * controls[1] * controls[0],
  });
  const numerators = new Float32Array(product(controls));
  const partial = new Float32Array(samples[2] * controls[1] * controls[0]);
  const sizes = { samples, controls, bins: count, low, high };
  kernels.call('spline_gather', { ...sizes, ...others, numerators, data, weight, field, expected, partial }, operation);
  return numerators;
}

/** So that what is allocated for them is bounded. */
function checkBins(operation: string, count: number): void {
  checkSizes(operation, { bins: count });
  if (count > mostBins) throw new RangeError(`${operation}: expected at most ${mostBins} bins, found ${count}`);
}

const mostBins = 65536;

/** On planes of the axes' grid: field = exp(spline - offset), corrected = (image + shift) / field - shift. */
export function correctBySpline(
  kernels: Kernels,
  axes: SplineAxes,
  lattice: Float32Array,
  arrays: { image: Float32Array; field: Float32Array; corrected: Float32Array },
  range: { first: number; last: number; offset: number; shift: number },
): void {
  kernels.call('spline_correct', { ...tables(axes), lattice, ...arrays, ...range }, 'correctBySpline');
}
