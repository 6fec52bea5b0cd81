import { toFloat32 } from './float-formats.ts';

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

/** Bytes that must not be trusted as safetensors: says what was expected and what was found. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

/** The format's own bound on its header. */
const maximumHeaderBytes = 100_000_000;

/** Bytes of one number. */
const floatSizes: Readonly<Record<string, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2 };

interface Entry {
  readonly key: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads safetensors: an unsigned 64-bit length, a JSON header of that length, the numbers. float32 tensors are views of
 * `bytes` where they are aligned, so that nothing is held twice; float64, float16 and bfloat16 become float32.
 *
 * @throws SafetensorsError if the header is too long, no JSON or no table of tensors; if ranges overlap, leave gaps, reach
 *   beyond the file or do not fit shape and type; if a type holds no floating-point numbers
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (bytes.byteLength < 8) throw new SafetensorsError(`expected at least 8 bytes, found ${bytes.byteLength}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getBigUint64(0, true);
  const room = Math.min(bytes.byteLength - 8, maximumHeaderBytes);
  if (headerBytes > BigInt(room))
    throw new SafetensorsError(`expected a header of at most ${room} bytes, found ${headerBytes}`);

  const start = 8 + Number(headerBytes);
  const { entries, metadata } = readHeader(bytes.subarray(8, start));
  const body = bytes.subarray(start);
  checkRanges(entries, body.byteLength);
  const tensors = new Map<string, NamedTensor>();
  for (const { key, type, shape, begin, end } of entries) {
    tensors.set(key, { shape, data: toFloat32(body.subarray(begin, end), type as 'F32') });
  }
  return { tensors, metadata };
}

/**
 * Writes float32 tensors, in the order given, with the header padded so that the numbers are aligned to 8 bytes.
 *
 * @param metadata texts for the header's `__metadata__`
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, NamedTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const list = [...tensors];
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let offset = 0;
  for (const [key, { shape, data }] of list) {
    if (countOf(shape) !== data.length)
      throw new RangeError(
        `safetensors: expected ${countOf(shape)} numbers for ${key} [${shape.join(', ')}], found ${data.length}`,
      );
    header[key] = { dtype: 'F32', shape, data_offsets: [offset, (offset += data.byteLength)] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes).set(text, 8);
  let at = 8 + headerBytes;
  for (const [, { data }] of list) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

const countOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readHeader(bytes: Uint8Array): { entries: Entry[]; metadata: Record<string, string> } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new SafetensorsError(`expected a header in JSON, found none: ${(error as Error).message}`);
  }
  if (!isRecord(header)) throw new SafetensorsError('expected a header that is a table of tensors, found none');
  const metadata: Record<string, string> = {};
  const entries: Entry[] = [];
  for (const [key, value] of Object.entries(header)) {
    if (key === '__metadata__') {
      if (isRecord(value)) for (const [name, text] of Object.entries(value)) metadata[name] = String(text);
    } else {
      entries.push(readEntry(key, value));
    }
  }
  return { entries, metadata };
}

function readEntry(key: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  const isTensor =
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    shape.every(isCount) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(isCount);
  if (!isTensor)
    throw new SafetensorsError(`expected dtype, shape and data_offsets for ${key}, found ${JSON.stringify(value)}`);
  const [begin, end] = offsets as [number, number];
  if (!Object.hasOwn(floatSizes, dtype))
    throw new SafetensorsError(`expected ${Object.keys(floatSizes).join(', ')} for ${key}, found ${dtype}`);
  const expected = countOf(shape as number[]) * floatSizes[dtype];
  if (end - begin !== expected)
    throw new SafetensorsError(
      `expected ${expected} bytes for ${key} ${dtype} [${shape.join(', ')}], found ${end - begin}`,
    );
  return { key, type: dtype, shape: shape as number[], begin, end };
}

/** Ranges must follow one another without gap or overlap and fill the file, as the format demands. */
function checkRanges(entries: readonly Entry[], bodyBytes: number): void {
  let at = 0;
  for (const { key, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) throw new SafetensorsError(`expected ${key} to begin at byte ${at} of the data, found ${begin}`);
    at = end;
  }
  if (at !== bodyBytes)
    throw new SafetensorsError(`expected ${at} bytes of data as the header says, found ${bodyBytes}`);
}
