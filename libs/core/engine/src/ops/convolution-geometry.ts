import type { ConvolutionGeometry, Triple } from '@braingen/kernels';

export type { ConvolutionGeometry, Triple };

export interface Conv3dOptions {
  /** Distance between outputs, in voxels; one number for all axes. @default 1 */
  readonly strides?: number | Triple;
  /**
   * Zeros around the input: voxels on each side (as PyTorch counts), or TensorFlow's 'same' and 'valid'. They differ: with stride
   * 2 on an even size TensorFlow's 'same' pads only behind.
   * @default (filter size - 1) / 2
   */
  readonly pad?: number | Triple | 'same' | 'valid';
}

const triple = (value: number | Triple): Triple => (typeof value === 'number' ? [value, value, value] : value);

/** @throws RangeError naming conv3d, what was expected and what was found */
export function convolutionGeometry(
  xShape: readonly number[],
  filterShape: readonly number[],
  options: Conv3dOptions,
): ConvolutionGeometry & { readonly after: Triple } {
  if (xShape.length !== 5) throw new RangeError(`conv3d: expected x as [n, d, h, w, c], found [${xShape.join(', ')}]`);
  if (filterShape.length !== 5) {
    throw new RangeError(`conv3d: expected a filter as [d, h, w, in, out], found [${filterShape.join(', ')}]`);
  }
  const [batch, d, h, w, inChannels] = xShape;
  const [fd, fh, fw, filterIn, outChannels] = filterShape;
  if (filterIn !== inChannels) {
    throw new RangeError(`conv3d: expected a filter of ${inChannels} input channels as x has, found ${filterIn}`);
  }
  const input: Triple = [d, h, w];
  const filter: Triple = [fd, fh, fw];
  const strides = triple(options.strides ?? 1);
  if (strides.some((stride) => !Number.isInteger(stride) || stride < 1)) {
    throw new RangeError(`conv3d: expected strides of at least 1, found [${strides.join(', ')}]`);
  }
  const pads = input.map((size, axis) => padding(size, filter[axis], strides[axis], axis, options.pad));
  const before = pads.map(([front]) => front) as unknown as Triple;
  const after = pads.map(([, back]) => back) as unknown as Triple;
  const output = input.map(
    (size, axis) => Math.floor((size + before[axis] + after[axis] - filter[axis]) / strides[axis]) + 1,
  ) as unknown as Triple;
  if (output.some((size) => size < 1)) {
    throw new RangeError(
      `conv3d: expected an input no smaller than the filter ${filter.join('x')}, found ${input.join('x')} padded by ${before.join(', ')}`,
    );
  }
  return { batch, input, inChannels, filter, outChannels, strides, before, after, output };
}

function padding(
  size: number,
  filter: number,
  stride: number,
  axis: number,
  pad: Conv3dOptions['pad'],
): readonly [number, number] {
  if (pad === 'valid') return [0, 0];
  if (pad === 'same') {
    const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + filter - size);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  }
  const each = pad === undefined ? (filter - 1) >> 1 : triple(pad)[axis];
  if (!Number.isInteger(each) || each < 0) {
    throw new RangeError(`conv3d: expected a pad of whole voxels, 'same' or 'valid', found ${String(pad)}`);
  }
  return [each, each];
}
