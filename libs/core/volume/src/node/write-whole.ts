import { open } from 'node:fs/promises';
import { writeBeside } from './temporary.ts';

/** Writes a file whole or not at all: a temporary file beside it, flushed to the disk, then renamed. */
export function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  return writeBeside(path, async (temporary) => {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}
