import type { ByteSource } from './byte-source.ts';
import { quoted } from './quoted.ts';

/** A file in a zip archive, stored as it is. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  /** Byte of the archive at which its local header begins. */
  readonly header: number;
}

const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
};
/** A million tensors' worth. */
const mostDirectoryBytes = 2 ** 26;

const full16 = 0xffff;
const full32 = 0xffffffff;

/**
 * The directory of a zip archive (APPNOTE 6.3.10, zip64 included) as PyTorch writes it: files stored, not compressed, so
 * that the numbers of a tensor are a range of the archive. That is why this is read here: libraries inflate and hand
 * over whole files.
 *
 * @throws RangeError if the archive is cut off or damaged, if files are compressed or encrypted, overlap, or claim more
 *   than the archive holds
 */
export async function readZipDirectory(source: ByteSource): Promise<Map<string, ZipEntry>> {
  const { begin, size, count } = await findDirectory(source);
  if (size > mostDirectoryBytes)
    throw new RangeError(`zip: expected a directory of at most ${mostDirectoryBytes} bytes, found ${size}`);
  const bytes = await source.read(begin, begin + size);
  const view = viewOf(bytes);
  const entries = new Map<string, ZipEntry>();
  const decoder = new TextDecoder();
  let at = 0;
  for (let number = 0; number < count; number++) {
    if (at + 46 > size || view.getUint32(at, true) !== signatures.central)
      throw new RangeError(`zip: expected ${count} files in the directory, found ${number}`);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const next = at + 46 + nameBytes + extraBytes + commentBytes;
    if (next > size) throw new RangeError(`zip: expected the directory to end at byte ${size}, found ${next}`);
    const name = decoder.decode(bytes.subarray(at + 46, at + 46 + nameBytes));
    if (entries.has(name)) throw new RangeError(`zip: expected ${quoted(name)} once, found it twice`);
    entries.set(name, readEntry(view, at, name, begin));
    at = next;
  }
  checkOverlap(entries.values());
  return entries;
}

function checkOverlap(entries: Iterable<ZipEntry>): void {
  const list = [...entries].sort((a, b) => a.header - b.header);
  for (const [number, { name, size, header }] of list.entries()) {
    const next = list[number + 1];
    const end = header + 30 + name.length + size;
    if (next && end > next.header)
      throw new RangeError(
        `zip: expected ${quoted(name)} to end before ${quoted(next.name)} at byte ${next.header}, found ${end}`,
      );
  }
}

/** The bytes of a file in the archive: where they begin. Its own header must agree with the directory. */
export async function locateZipEntry(source: ByteSource, { name, size, header }: ZipEntry): Promise<number> {
  const expected = new TextEncoder().encode(name);
  const bytes = await source.read(header, Math.min(header + 30 + expected.length, source.size));
  const found = bytes.subarray(30);
  const view = viewOf(bytes);
  const isHeader = bytes.length > 30 && view.getUint32(0, true) === signatures.local;
  if (!isHeader || view.getUint16(26, true) !== expected.length || expected.some((byte, i) => found[i] !== byte))
    throw new RangeError(
      `zip: expected ${quoted(name)} at byte ${header}, found ${isHeader ? quoted(new TextDecoder().decode(found)) : 'no file'}`,
    );
  const begin = header + 30 + expected.length + view.getUint16(28, true);
  if (begin + size > source.size)
    throw new RangeError(
      `zip: expected ${size} bytes of ${quoted(name)}, found ${source.size - begin} to the end of the file`,
    );
  return begin;
}

function readEntry(view: DataView, at: number, name: string, directory: number): ZipEntry {
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  if (flags & 1) throw new RangeError(`zip: expected ${quoted(name)} in the clear, found it encrypted`);
  if (method !== 0)
    throw new RangeError(`zip: expected ${quoted(name)} stored, as PyTorch does, found compression ${method}`);
  const [size, packed, header] = zip64(view, at, name, [24, 20, 42]);
  if (packed !== size) throw new RangeError(`zip: expected ${size} bytes of ${quoted(name)}, found ${packed}`);
  if (header + 30 + size > directory)
    throw new RangeError(
      `zip: expected ${quoted(name)} to end before the directory at ${directory}, found ${header + 30 + size}`,
    );
  return { name, size, header };
}

/** Fields of an entry in the order of the zip64 extra field, which holds those that 32 bits do not. */
function zip64(view: DataView, at: number, name: string, fields: readonly number[]): number[] {
  const nameBytes = view.getUint16(at + 28, true);
  let extra = at + 46 + nameBytes;
  const end = extra + view.getUint16(at + 30, true);
  let [wide, wideEnd] = [0, 0];
  for (; extra + 4 <= end; extra += 4 + view.getUint16(extra + 2, true)) {
    if (view.getUint16(extra, true) === 1)
      [wide, wideEnd] = [extra + 4, Math.min(end, extra + 4 + view.getUint16(extra + 2, true))];
  }
  return fields.map((field) => {
    const value = view.getUint32(at + field, true);
    if (value !== full32) return value;
    if (wide + 8 > wideEnd) throw new RangeError(`zip: expected a zip64 field for ${quoted(name)}, found none`);
    wide += 8;
    return toNumber(view, wide - 8);
  });
}

interface Directory {
  readonly begin: number;
  readonly size: number;
  readonly count: number;
}

/** The record at the end of the archive says where its directory is. A comment of up to 65,535 bytes may follow it. */
async function findDirectory(source: ByteSource): Promise<Directory> {
  const tail = Math.max(0, source.size - 22 - full16);
  const view = viewOf(new Uint8Array(await source.read(tail, source.size)));
  let at = view.byteLength - 22;
  while (at >= 0 && view.getUint32(at, true) !== signatures.end) at--;
  if (at < 0) throw new RangeError('zip: expected a directory at the end of the file, found none: it is cut off');
  let directory: Directory = {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    begin: view.getUint32(at + 16, true),
  };
  const locator = at - 20;
  if (locator >= 0 && view.getUint32(locator, true) === signatures.locator64)
    directory = await wideDirectory(source, toNumber(view, locator + 8));
  const { begin, size, count } = directory;
  if (begin + size > tail + at)
    throw new RangeError(`zip: expected a directory that ends before byte ${tail + at}, found ${begin + size}`);
  if (count * 46 > size) throw new RangeError(`zip: expected at most ${Math.floor(size / 46)} files, found ${count}`);
  return directory;
}

async function wideDirectory(source: ByteSource, at: number): Promise<Directory> {
  const view = viewOf(await source.read(at, at + 56));
  if (view.getUint32(0, true) !== signatures.end64)
    throw new RangeError(`zip: expected the zip64 directory's record at byte ${at}, found none`);
  return { count: toNumber(view, 32), size: toNumber(view, 40), begin: toNumber(view, 48) };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function toNumber(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`zip: expected a size below 2^53, found ${value}`);
  return Number(value);
}
