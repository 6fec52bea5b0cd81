import { CheckpointError } from './checkpoint-error.ts';

/** Bytes that are read range by range, so that a large file is never held as a whole. */
export interface ByteSource {
  /** How errors call it. */
  readonly name: string;
  readonly size: number;
  /**
   * The bytes from `begin` up to `end`. The next read may overwrite them.
   *
   * @throws CheckpointError if the range does not lie in the file
   */
  read(begin: number, end: number): Promise<Uint8Array>;
}

/** Bytes in memory: ranges are views of them. */
export function bytesSource(bytes: Uint8Array, name = 'checkpoint'): ByteSource {
  const size = bytes.byteLength;
  return {
    name,
    size,
    read: (begin, end) =>
      Promise.resolve().then(() => {
        checkRange({ size }, begin, end);
        return bytes.subarray(begin, end);
      }),
  };
}

/** A file that a browser's user chose. */
export function blobSource(blob: Blob, name = 'checkpoint'): ByteSource {
  return {
    name,
    size: blob.size,
    read: async (begin, end) => {
      checkRange(blob, begin, end);
      return new Uint8Array(await blob.slice(begin, end).arrayBuffer());
    },
  };
}

/** @throws CheckpointError if the range does not lie in the file */
export function checkRange({ size }: { readonly size: number }, begin: number, end: number): void {
  const isRange = Number.isSafeInteger(begin) && Number.isSafeInteger(end) && begin >= 0 && begin <= end && end <= size;
  if (!isRange) throw new CheckpointError(`expected bytes ${begin} to ${end}, found a file of ${size}`);
}
