import { checkLength } from './check-length.ts';
import type { Kernels } from './kernels.ts';

/** Rows in a longer array: where the first begins, and how far apart they are. */
export interface Rows {
  readonly array: Float32Array;
  readonly start: number;
  readonly stride: number;
}

/**
 * Copies `rows` rows of `length` values.
 *
 * @throws RangeError if the last row ends beyond its array
 */
export function copyRows(kernels: Kernels, rows: number, length: number, from: Rows, to: Rows): void {
  for (const [name, { array, start, stride }] of Object.entries({ from, to })) {
    const end = start + (rows - 1) * stride + length;
    if (rows > 0 && end > array.length) {
      throw new RangeError(`copyRows: expected ${name} of at least ${end} values, found ${array.length}`);
    }
  }
  kernels.call('copy', [from.array, to.array], [rows, length, from.stride, from.start, to.stride, to.start]);
}

type Shape5 = readonly [number, number, number, number, number];

/** Every voxel of x [n, d, h, w, c] becomes eight: y [n, 2 d, 2 h, 2 w, c], overwritten. */
export function upsampleNearest(kernels: Kernels, shape: Shape5, x: Float32Array, y: Float32Array): void {
  const [n, d, h, w, c] = shape;
  checkLength('upsampleNearest', 'x', x, ...shape);
  checkLength('upsampleNearest', 'y', y, n, 2 * d, 2 * h, 2 * w, c);
  kernels.call('upsample', [x, y], [n * d, h, w, c]);
}

/** The gradient of `upsampleNearest`: sums of eight, to dx of `shape`, overwritten. */
export function upsampleNearestGradient(kernels: Kernels, shape: Shape5, dy: Float32Array, dx: Float32Array): void {
  const [n, d, h, w, c] = shape;
  checkLength('upsampleNearest', 'dx', dx, ...shape);
  checkLength('upsampleNearest', 'dy', dy, n, 2 * d, 2 * h, 2 * w, c);
  kernels.call('upsample_gradient', [dy, dx], [n * d, h, w, c]);
}

/** A weight as the matrices that it is: for each tap of the filter, in to out. */
export interface WeightLayout {
  readonly taps: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

/**
 * Some outputs of a weight from PyTorch's order into channels last.
 *
 * @param values [outputs, in, taps], the outputs from `first` on
 * @param weight [taps, in, out], of which those outputs are overwritten
 * @throws RangeError if an array has not the length the layout says
 */
export function turnWeights(
  kernels: Kernels,
  { taps, inChannels, outChannels }: WeightLayout,
  values: Float32Array,
  first: number,
  weight: Float32Array,
): void {
  const count = values.length / (inChannels * taps);
  checkLength('turnWeights', 'the weight', weight, taps, inChannels, outChannels);
  if (!Number.isInteger(count) || first + count > outChannels)
    throw new RangeError(
      `turnWeights: expected whole outputs up to ${outChannels}, found ${first} to ${first + count}`,
    );
  kernels.call('turn_weights', [values, weight], [count, inChannels, taps, outChannels, first]);
}
