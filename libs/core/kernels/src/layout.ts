import type { Kernels } from './kernels.ts';
import { checkSizes } from './signature.ts';

/** Rows in a longer array: where the first begins, and how far apart they are. */
export interface Rows {
  readonly array: Float32Array;
  readonly start: number;
  readonly stride: number;
}

/**
 * Copies `rows` rows of `length` values.
 *
 * @throws RangeError if a size or a place is none, or the last row ends beyond its array
 */
export function copyRows(kernels: Kernels, rows: number, length: number, from: Rows, to: Rows): void {
  const source = { from: from.array, fromStart: from.start, fromStride: from.stride };
  const target = { to: to.array, toStart: to.start, toStride: to.stride };
  kernels.call('copy', { rows, length, ...source, ...target }, 'copyRows');
}

type Shape5 = readonly [number, number, number, number, number];

function planesOf(operation: string, [n, d, height, width, channels]: Shape5) {
  checkSizes(operation, { n, d });
  return { planes: n * d, height, width, channels };
}

/**
 * Every voxel of x [n, d, h, w, c] becomes eight: y [n, 2 d, 2 h, 2 w, c], overwritten.
 *
 * @throws RangeError if a size is none, or an array is not as long as its shape says
 */
export function upsampleNearest(kernels: Kernels, shape: Shape5, x: Float32Array, y: Float32Array): void {
  kernels.call('upsample', { ...planesOf('upsampleNearest', shape), x, y }, 'upsampleNearest');
}

/**
 * The gradient of `upsampleNearest`: sums of eight, to dx of `shape`, overwritten.
 *
 * @throws RangeError if a size is none, or an array is not as long as its shape says
 */
export function upsampleNearestGradient(kernels: Kernels, shape: Shape5, dy: Float32Array, dx: Float32Array): void {
  const name = 'upsampleNearestGradient';
  kernels.call('upsample_gradient', { ...planesOf(name, shape), dy, dx }, name);
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
 * @throws RangeError if the values are not whole outputs, or an array has not the length the layout says
 */
export function turnWeights(
  kernels: Kernels,
  layout: WeightLayout,
  values: Float32Array,
  first: number,
  weight: Float32Array,
): void {
  const { taps, inChannels } = layout;
  checkSizes('turnWeights', { taps, inChannels });
  kernels.call('turn_weights', { ...layout, count: values.length / (inChannels * taps), first, values, weight });
}
