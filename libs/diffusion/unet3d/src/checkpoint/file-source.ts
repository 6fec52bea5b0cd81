import { readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { reading } from '@braingen/volume/node';
import { checkRange, type ByteSource } from './byte-source.ts';
import { CheckpointError } from './checkpoint-error.ts';

/** A file on the disk, open until it is closed. */
export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/** Up to here the way to another thread and back takes longer than reading, on a busy machine by far. */
const smallRead = 2 ** 22;

/** Opens a file for reading range by range; it holds no more in memory than the largest range asked for. @throws PathError where there is none */
export async function openFile(path: string): Promise<FileSource> {
  const file = await reading(path, 'a file', open(path, 'r'));
  const { size } = await file.stat();
  let buffer = new Uint8Array(2 ** 16);
  return {
    name: path,
    size,
    read: async (begin, end) => {
      checkRange({ size }, begin, end);
      const length = end - begin;
      if (buffer.length < length) buffer = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const range = [buffer, filled, length - filled, begin + filled] as const;
        const bytesRead = length <= smallRead ? readSync(file.fd, ...range) : (await file.read(...range)).bytesRead;
        if (bytesRead === 0)
          throw new CheckpointError(`expected bytes up to ${end}, found the end of the file at ${begin + filled}`);
        filled += bytesRead;
      }
      return buffer.subarray(0, length);
    },
    close: () => file.close(),
  };
}
