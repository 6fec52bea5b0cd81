/** A file for an archive, and lies about it for the archive's directory. */
export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the directory says of its length, packed and unpacked. */
  readonly size?: number;
  readonly packedSize?: number;
  /** What the directory says of how it is packed: 0 is stored, 8 is deflated. */
  readonly method?: number;
  /** What the directory says of where it begins. */
  readonly header?: number;
  readonly flags?: number;
}

export interface ZipOptions {
  /** Sizes and places in zip64 fields, as archives beyond 4 GB have them. */
  readonly zip64?: boolean;
  /** What the end of the archive says of how many files there are. */
  readonly count?: number;
  readonly comment?: string;
}

const full32 = 0xffffffff;

/** A zip archive of stored files. */
export function storedZip(files: readonly ZipFile[], options: ZipOptions = {}): Uint8Array {
  const { zip64 = false, count = files.length, comment = '' } = options;
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const file of files) {
    const { bytes, size = bytes.length, packedSize = size, header = at, flags = 0, method = 0 } = file;
    const name = new TextEncoder().encode(file.name);
    const local = fields(
      [4, 0x04034b50],
      [2, 20],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, 0],
      [4, bytes.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    );
    const extra = zip64 ? fields([2, 1], [2, 24], [8, size], [8, packedSize], [8, header]) : new Uint8Array();
    const narrow = (value: number): number => (zip64 ? full32 : value);
    directory.push(
      fields([4, 0x02014b50], [2, 45], [2, 45], [2, flags], [2, method], [4, 0], [4, 0]),
      fields([4, narrow(packedSize)], [4, narrow(size)], [2, name.length], [2, extra.length], [2, 0]),
      fields([2, 0], [2, 0], [4, 0], [4, narrow(header)]),
      name,
      extra,
    );
    parts.push(local, name, bytes);
    at += local.length + name.length + bytes.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const wide = zip64
    ? [
        fields(
          [4, 0x06064b50],
          [8, 44],
          [2, 45],
          [2, 45],
          [4, 0],
          [4, 0],
          [8, count],
          [8, count],
          [8, length],
          [8, at],
        ),
        fields([4, 0x07064b50], [4, 0], [8, at + length], [4, 1]),
      ]
    : [];
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, zip64 ? 0xffff : count], [2, zip64 ? 0xffff : count]);
  const where = fields([4, zip64 ? full32 : length], [4, zip64 ? full32 : at], [2, comment.length]);
  const all = [...parts, ...directory, ...wide, end, where, new TextEncoder().encode(comment)];
  return Uint8Array.from(all.flatMap((part) => [...part]));
}

/** Little-endian numbers of so many bytes each. */
function fields(...list: readonly (readonly [bytes: number, value: number])[]): Uint8Array {
  return Uint8Array.from(
    list.flatMap(([bytes, value]) =>
      Array.from({ length: bytes }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn)),
    ),
  );
}
