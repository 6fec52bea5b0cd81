import { BraingenError, elementCount } from '@braingen/volume';
import { bytesPerNumber, isNumberFormat, type NumberFormat } from './number-formats.ts';
import { listed, quoted } from './quoted.ts';
import { checkKeyLength } from './stored-tensor.ts';

/** Bytes that must not be trusted as safetensors: says what was expected and what was found. */
export class SafetensorsError extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/unet3d/SafetensorsError');
  override readonly name = 'SafetensorsError';
  readonly blames = 'input';
}

/** A quarter of the format's own bound on its header: 100,000 tensors take 15 MB. */
export const maximumHeaderBytes = 25_000_000;

const mostAxes = 64;

/** A tensor as the header has it; ranges count from the end of the header. */
export interface HeaderEntry {
  readonly key: string;
  readonly format: NumberFormat;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** @param fileBytes length of the whole file */
export function readHeaderLength(bytes: Uint8Array, fileBytes: number): number {
  if (fileBytes < 8) throw new SafetensorsError(`expected at least 8 bytes, found ${fileBytes}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  const room = Math.min(fileBytes - 8, maximumHeaderBytes);
  if (length > BigInt(room)) throw new SafetensorsError(`expected a header of at most ${room} bytes, found ${length}`);
  return Number(length);
}

/** @param bodyBytes length of what follows the header */
export function parseHeader(bytes: Uint8Array, bodyBytes: number): Header {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (error) {
    throw new SafetensorsError(`expected a header in JSON, found none: ${quoted((error as Error).message)}`);
  }
  if (!isRecord(header)) throw new SafetensorsError('expected a header that is a table of tensors, found none');
  checkNames(text);
  const metadata: Record<string, string> = {};
  const entries: HeaderEntry[] = [];
  for (const [key, value] of Object.entries(header)) {
    if (key !== '__metadata__') entries.push(readEntry(key, value));
    else if (isRecord(value)) for (const [name, content] of Object.entries(value)) metadata[name] = String(content);
  }
  checkRanges(entries, bodyBytes);
  return { entries, metadata };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** JSON.parse takes the last of two entries of one name without a word; two readers could then see two files in one. */
function checkNames(json: string): void {
  const open: Set<string>[] = [];
  for (const [token, name, colon] of json.matchAll(/[{}]|("(?:[^"\\]|\\.)*")(\s*:)?/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(name) as string;
      const names = open[open.length - 1];
      if (names.has(key)) throw new SafetensorsError(`expected ${quoted(key)} once in the header, found it twice`);
      names.add(key);
    }
  }
}

function readEntry(key: string, value: unknown): HeaderEntry {
  checkKeyLength(key);
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  const isTensor =
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    shape.length <= mostAxes &&
    shape.every(isCount) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(isCount);
  if (!isTensor)
    throw new SafetensorsError(
      `expected dtype, shape and data_offsets for ${quoted(key)}, found ${quoted(JSON.stringify(value))}`,
    );
  const [begin, end] = offsets as [number, number];
  if (!isNumberFormat(dtype))
    throw new SafetensorsError(
      `expected ${Object.keys(bytesPerNumber).join(', ')} for ${quoted(key)}, found ${quoted(dtype)}`,
    );
  const expected = elementCount(shape as number[]) * bytesPerNumber[dtype];
  if (end - begin !== expected)
    throw new SafetensorsError(
      `expected ${expected} bytes for ${quoted(key)} ${dtype} [${listed(shape as number[])}], found ${end - begin}`,
    );
  return { key, format: dtype, shape: shape as number[], begin, end };
}

/** Ranges must follow one another without gap or overlap and fill the file, as the format demands. */
function checkRanges(entries: readonly HeaderEntry[], bodyBytes: number): void {
  let at = 0;
  for (const { key, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at)
      throw new SafetensorsError(`expected ${quoted(key)} to begin at byte ${at} of the data, found ${begin}`);
    at = end;
  }
  if (at !== bodyBytes)
    throw new SafetensorsError(`expected ${at} bytes of data as the header says, found ${bodyBytes}`);
}
