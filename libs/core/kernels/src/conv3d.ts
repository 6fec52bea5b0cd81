import { checkArguments } from './check-arguments.ts';
import type { Kernels } from './kernels.ts';
import { matmulDefaults } from './matmul.ts';
import { product, type Triple } from './signature.ts';

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

/**
 * 3D convolution, channels last.
 *
 * @param x [n, d, h, w, in]
 * @param filter [fd, fh, fw, in, out]
 * @param bias [out], or null
 * @param y [n, d', h', w', out], overwritten
 * @throws RangeError if a size is none, a filter has more than 343 voxels, or an array has not the length the geometry
 *   says
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
  const all = { ...g, x, weight: filter, bias, y };
  checkArguments('convolution', all, 'conv3d');
  switch (algorithmOf(g)) {
    case 'winograd':
      return kernels.call('winograd', { ...all, flipped: false }, 'conv3d');
    case 'matmul': {
      const sizes = { batch: 1, rows: g.batch * product(g.output), columns: g.outChannels, depth: g.inChannels };
      return kernels.call('matmul', { ...matmulDefaults, ...sizes, a: x, b: filter, bias, c: y }, 'conv3d');
    }
    case 'few-outputs':
      return kernels.call('convolution_few_outputs', all, 'conv3d');
    case 'gather':
      return kernels.call('convolution', all, 'conv3d');
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
  const name = 'conv3dInputGradient';
  const all = { ...g, dy, weight: filter, dx };
  checkArguments('convolution_input_gradient', all, name);
  switch (algorithmOf(g)) {
    case 'winograd': {
      const [a, b, c] = g.before;
      const turned = { input: g.output, output: g.input, before: [2 - a, 2 - b, 2 - c] as const, flipped: true };
      return kernels.call('winograd', { ...g, ...turned, x: dy, weight: filter, bias: null, y: dx }, name);
    }
    case 'matmul': {
      const sizes = { batch: 1, rows: g.batch * product(g.output), columns: g.inChannels, depth: g.outChannels };
      const arrays = { a: dy, b: filter, bias: null, c: dx };
      return kernels.call('matmul', { ...matmulDefaults, ...sizes, transposeB: true, ...arrays }, name);
    }
    default:
      return kernels.call('convolution_input_gradient', all, name);
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
  const name = 'conv3dFilterGradient';
  const all = { ...geometry, x, dy, gradient };
  checkArguments('convolution_filter_gradient', all, name);
  if (algorithmOf(geometry) === 'winograd') return kernels.call('winograd_filter_gradient', all, name);
  kernels.call('convolution_filter_gradient', all, name);
}
