import { checkLength } from './check-length.ts';
import type { Kernels } from './kernels.ts';
import { matmul } from './matmul.ts';

/** Three numbers, one for each of depth, height and width. */
export type Triple = readonly [number, number, number];

/** A convolution's sizes. Triples are depth, height, width. */
export interface ConvolutionGeometry {
  readonly batch: number;
  readonly input: Triple;
  readonly inChannels: number;
  readonly filter: Triple;
  readonly outChannels: number;
  readonly strides: Triple;
  /** Zeros before the input; those behind it follow from `output`. */
  readonly before: Triple;
  readonly output: Triple;
}

type Algorithm = 'winograd' | 'matmul' | 'few-outputs' | 'gather';

const most = 343;

/** The kernel that suits: Winograd's for 3x3x3 with channels enough to fill vectors, products of matrices elsewhere. */
function algorithmOf(g: ConvolutionGeometry): Algorithm {
  const all = (triple: Triple, value: number): boolean => triple.every((each) => each === value);
  const isDense = all(g.strides, 1);
  if (isDense && all(g.filter, 3) && g.before.every((pad) => pad <= 2) && g.inChannels >= 8 && g.outChannels >= 8) {
    return 'winograd';
  }
  if (isDense && all(g.filter, 1) && all(g.before, 0)) return 'matmul';
  return isDense && g.outChannels <= 4 ? 'few-outputs' : 'gather';
}

const winogradNumbers = (g: ConvolutionGeometry): number[] => [
  ...[g.batch, ...g.input, g.inChannels, g.outChannels],
  ...[...g.before, ...g.output],
];

const gatherNumbers = (g: ConvolutionGeometry): number[] => [
  ...[g.batch, ...g.input, g.inChannels, g.outChannels],
  ...[...g.filter, ...g.strides, ...g.before, ...g.output],
];

const voxels = ([d, h, w]: Triple): number => d * h * w;

function check(g: ConvolutionGeometry, x: Float32Array | null, filter: Float32Array, y: Float32Array): void {
  if (x) checkLength('conv3d', 'x', x, g.batch, ...g.input, g.inChannels);
  checkLength('conv3d', 'the filter', filter, ...g.filter, g.inChannels, g.outChannels);
  checkLength('conv3d', 'y', y, g.batch, ...g.output, g.outChannels);
  if (voxels(g.filter) <= most) return;
  throw new RangeError(`conv3d: expected a filter of at most ${most} voxels, found ${g.filter.join('x')}`);
}

/**
 * 3D convolution, channels last.
 *
 * @param x [n, d, h, w, in]
 * @param filter [fd, fh, fw, in, out]
 * @param bias [out], or null
 * @param y [n, d', h', w', out], overwritten
 * @throws RangeError if an array has not the length the geometry says
 */
export function conv3d(
  kernels: Kernels,
  geometry: ConvolutionGeometry,
  x: Float32Array,
  filter: Float32Array,
  bias: Float32Array | null,
  y: Float32Array,
): void {
  const g = geometry;
  check(g, x, filter, y);
  if (bias) checkLength('conv3d', 'the bias', bias, g.outChannels);
  switch (algorithmOf(g)) {
    case 'winograd':
      return kernels.call('winograd', [x, filter, bias, y], [...winogradNumbers(g), 0]);
    case 'matmul': {
      const product = { batch: 1, rows: g.batch * voxels(g.output), columns: g.outChannels, depth: g.inChannels };
      return matmul(kernels, product, x, filter, bias, y);
    }
    case 'few-outputs':
      return kernels.call('convolution_few_outputs', [x, filter, bias, y], gatherNumbers(g));
    case 'gather':
      return kernels.call('convolution', [x, filter, bias, y], gatherNumbers(g));
  }
}

/**
 * The gradient of `conv3d` with respect to its input.
 *
 * @param dy [n, d', h', w', out]
 * @param dx [n, d, h, w, in], overwritten
 */
export function conv3dInputGradient(
  kernels: Kernels,
  geometry: ConvolutionGeometry,
  dy: Float32Array,
  filter: Float32Array,
  dx: Float32Array,
): void {
  const g = geometry;
  check(g, dx, filter, dy);
  switch (algorithmOf(g)) {
    case 'winograd': {
      const pads = g.before.map((pad) => 2 - pad);
      const numbers = [g.batch, ...g.output, g.inChannels, g.outChannels, ...pads, ...g.input, 1];
      return kernels.call('winograd', [dy, filter, null, dx], numbers);
    }
    case 'matmul': {
      const product = { batch: 1, rows: g.batch * voxels(g.output), columns: g.inChannels, depth: g.outChannels };
      return matmul(kernels, { ...product, transposeB: true }, dy, filter, null, dx);
    }
    default:
      return kernels.call('convolution_input_gradient', [dy, filter, dx], gatherNumbers(g));
  }
}

/**
 * The gradient of `conv3d` with respect to its filter.
 *
 * @param x [n, d, h, w, in]
 * @param dy [n, d', h', w', out]
 * @param gradient [fd, fh, fw, in, out], overwritten
 */
export function conv3dFilterGradient(
  kernels: Kernels,
  geometry: ConvolutionGeometry,
  x: Float32Array,
  dy: Float32Array,
  gradient: Float32Array,
): void {
  const g = geometry;
  check(g, x, gradient, dy);
  switch (algorithmOf(g)) {
    case 'winograd':
      return kernels.call('winograd_filter_gradient', [x, dy, gradient], winogradNumbers(g));
    default:
      return kernels.call('convolution_filter_gradient', [x, dy, gradient], gatherNumbers(g));
  }
}
