import { elementCount } from '@braingen/volume';
import type { ByteSource } from './byte-source.ts';
import { bytesPerNumber, toFloat32, toHalf } from './number-formats.ts';
import { maximumHeaderBytes, parseHeader, readHeaderLength, SafetensorsError } from './safetensors-header.ts';
import { contiguousStrides, type StoredTensor, type TensorFile } from './stored-tensor.ts';

/** Numbers with a shape, in row-major order. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A tensor for a file, whose numbers are asked for when it is their turn. */
export interface TensorToWrite {
  readonly shape: readonly number[];
  /** Puts the numbers, in row-major order, into the file's own memory. */
  readonly write: (target: Float32Array) => void;
  /** Of the numbers in the file; I8 takes whole numbers from -128 to 127. @default that of the whole file */
  readonly format?: 'F32' | 'F16' | 'I8' | undefined;
}

/**
 * Reads safetensors: an unsigned 64-bit length, a JSON header of that length, the numbers. float32 tensors are views of
 * `bytes` where they are aligned, so that nothing is held twice; other numbers become float32.
 *
 * @throws SafetensorsError if the header is too long, no JSON, no table of tensors, or names a tensor twice; if ranges
 *   overlap, leave gaps, reach beyond the file or do not fit shape and type
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const headerBytes = readHeaderLength(bytes.subarray(0, 8), bytes.byteLength);
  const body = bytes.subarray(8 + headerBytes);
  const { entries, metadata } = parseHeader(bytes.subarray(8, 8 + headerBytes), body.byteLength);
  const tensors = new Map<string, NamedTensor>();
  for (const { key, format, shape, begin, end } of entries) {
    tensors.set(key, { shape, data: toFloat32(body.subarray(begin, end), format) });
  }
  return { tensors, metadata };
}

/**
 * Reads the header alone: what the file holds, and where.
 *
 * @throws SafetensorsError as readSafetensors does
 */
export async function openSafetensors(source: ByteSource): Promise<TensorFile> {
  const headerBytes = readHeaderLength(await source.read(0, Math.min(8, source.size)), source.size);
  const start = 8 + headerBytes;
  const { entries, metadata } = parseHeader(await source.read(8, start), source.size - start);
  const tensors = new Map<string, StoredTensor>();
  for (const { key, format, shape, begin } of entries) {
    tensors.set(key, { shape, format, begin: start + begin, strides: contiguousStrides(shape) });
  }
  return { format: 'safetensors', source, tensors, metadata };
}

/**
 * Writes float32 tensors, in the order given, with the header padded so that the numbers are aligned to 8 bytes.
 *
 * @param metadata texts for the header's `__metadata__`
 * @throws RangeError if a tensor does not fill its shape
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, NamedTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const list = [...tensors].map(([key, { shape, data }]): [string, TensorToWrite] => {
    if (elementCount(shape) !== data.length)
      throw new RangeError(
        `safetensors: expected ${elementCount(shape)} numbers for ${key} [${shape.join(', ')}], found ${data.length}`,
      );
    return [key, { shape, write: (target) => target.set(data) }];
  });
  return fillSafetensors(list, metadata);
}

/**
 * The same for tensors that are put in order while they are written: nothing is held twice.
 *
 * @param format of the numbers in the file: F16 halves it, and keeps three digits
 */
export function fillSafetensors(
  tensors: Iterable<readonly [string, TensorToWrite]>,
  metadata: Readonly<Record<string, string>> = {},
  format: 'F32' | 'F16' = 'F32',
): Uint8Array {
  const list = Array.from(tensors, ([key, tensor]) => ({
    ...{ key, shape: tensor.shape, write: tensor.write, format: tensor.format ?? format },
    count: elementCount(tensor.shape),
  }));
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let offset = 0;
  for (const { key, shape, format: dtype, count } of list) {
    header[key] = { dtype, shape, data_offsets: [offset, (offset += bytesPerNumber[dtype] * count)] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  if (headerBytes > maximumHeaderBytes)
    throw new SafetensorsError(`expected a header of at most ${maximumHeaderBytes} bytes, found ${headerBytes}`);
  const bytes = new Uint8Array(8 + headerBytes + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes).set(text, 8);
  let at = 8 + headerBytes;
  for (const { format: dtype, count, write } of list) {
    if (dtype === 'F32' && at % 4 === 0) write(new Float32Array(bytes.buffer, at, count));
    else {
      const numbers = new Float32Array(count);
      write(numbers);
      bytes.set(bytesOf(numbers, dtype), at);
    }
    at += bytesPerNumber[dtype] * count;
  }
  return bytes;
}

function bytesOf(numbers: Float32Array, format: 'F32' | 'F16' | 'I8'): Uint8Array {
  if (format === 'I8') return new Uint8Array(Int8Array.from(numbers).buffer);
  if (format === 'F32') return new Uint8Array(numbers.buffer);
  const halves = new Uint16Array(numbers.length);
  toHalf(numbers, halves);
  return new Uint8Array(halves.buffer);
}
