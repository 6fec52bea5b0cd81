import { elementCount } from '@braingen/volume';
import type { ByteSource } from './byte-source.ts';
import { bytesPerNumber, toFloat32, type NumberFormat } from './number-formats.ts';
import { quoted } from './quoted.ts';
import { fromTorchRows, layoutOf } from './torch-layout.ts';

/** A tensor as a file holds it: where, in which format and order. Nothing of it has been read. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly format: NumberFormat;
  /** Byte of the file at which the first number lies. */
  readonly begin: number;
  /** For each axis, how many numbers further the next index lies. */
  readonly strides: readonly number[];
}

/** Tensors of a file by key. */
export interface TensorFile {
  readonly format: 'safetensors' | 'PyTorch';
  readonly source: ByteSource;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Texts that the file holds besides. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Longer than any key of a network: a long one before many tensors would fill all memory. */
const mostKeyCharacters = 1000;

/** @throws RangeError if it is longer than any key of a network */
export function checkKeyLength(key: string): void {
  if (key.length <= mostKeyCharacters) return;
  throw new RangeError(`expected keys of at most ${mostKeyCharacters} characters, found ${quoted(key)}`);
}

/** Bytes read at once: they stay in the CPU's cache while they are put in order. */
const chunkBytes = 2 ** 22;

/** The strides of a tensor whose last index runs fastest. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** How many numbers lie from a tensor's first to its last, both included. */
export function spanOf({ shape, strides }: Pick<StoredTensor, 'shape' | 'strides'>): number {
  if (elementCount(shape) === 0) return 0;
  return shape.reduce((last, length, axis) => last + (length - 1) * strides[axis], 0) + 1;
}

/**
 * Reads a weight from PyTorch's order into TensorFlow.js', a few outputs at a time: besides `out` it takes a few megabytes, but for tensors that lie scattered, which are read as a whole.
 *
 * @param shape the weight's in TensorFlow.js' layout
 * @param out as many numbers as the shape says, overwritten
 */
export async function readWeight(
  source: ByteSource,
  tensor: StoredTensor,
  shape: readonly number[],
  out: Float32Array,
): Promise<void> {
  const { format, begin } = tensor;
  const layout = layoutOf(shape);
  const size = bytesPerNumber[format];
  if (!isContiguous(tensor)) {
    const span = toFloat32(await source.read(begin, begin + spanOf(tensor) * size), format);
    return fromTorchRows(gather(span, tensor), 0, layout, out);
  }
  const rowBytes = layout.taps * layout.inChannels * size;
  const rowsAtOnce = Math.max(16, 16 * Math.floor(chunkBytes / rowBytes / 16));
  for (let first = 0; first < layout.outChannels; first += rowsAtOnce) {
    const last = Math.min(first + rowsAtOnce, layout.outChannels);
    const bytes = await source.read(begin + first * rowBytes, begin + last * rowBytes);
    fromTorchRows(toFloat32(bytes, format), first, layout, out);
  }
}

function isContiguous({ shape, strides }: StoredTensor): boolean {
  const expected = contiguousStrides(shape);
  return shape.every((length, axis) => length === 1 || strides[axis] === expected[axis]);
}

/** Numbers that lie scattered, one after the other. */
function gather(span: Float32Array, { shape, strides }: StoredTensor): Float32Array {
  const out = new Float32Array(elementCount(shape));
  const index = shape.map(() => 0);
  for (let to = 0, from = 0; to < out.length; to++) {
    out[to] = span[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}
