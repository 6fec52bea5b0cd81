import { createHash } from 'node:crypto';
import { mkdir, open, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '@braingen/volume/node';
import { CheckpointError } from './checkpoint-error.ts';

/** Checksums of all other files of a folder, in the format of `sha256sum -c`. */
export const checksumFile = 'SHA256SUMS';

/** More than any list of a checkpoint's files. */
const mostListBytes = 2 ** 20;

/**
 * Writes files and then their checksums into a new folder. All of it is on the disk when this resolves, not only in the
 * system's memory.
 *
 * @throws the system's error, with the path of the file, where a file cannot be written: ENOSPC on a full disk
 */
export async function writeSealed(
  folder: string,
  files: Iterable<readonly [name: string, bytes: Uint8Array]>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  let list = '';
  for (const [name, bytes] of files) {
    await writeFlushed(join(folder, name), bytes);
    list += `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
  }
  await writeFlushed(join(folder, checksumFile), new TextEncoder().encode(list));
  await flushFolder(folder);
}

/**
 * Compares the files of a folder with its checksums.
 *
 * @returns false, with nothing compared, where there are no checksums: older versions wrote none
 * @throws CheckpointError naming the first file that is missing or not as it was written
 */
export async function checkSealed(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  if (!names.includes(checksumFile)) return false;
  const path = join(folder, checksumFile);
  const bytes = await readFile(path);
  const lines = bytes.length > mostListBytes ? [] : bytes.toString('utf8').trimEnd().split('\n');
  const entries = lines.map((line) => /^([0-9a-f]{64}) {2}([\w.-]+)$/.exec(line));
  if (entries.length === 0 || entries.includes(null))
    throw new CheckpointError(`${path}: expected a SHA-256 and a name on each line, found others`);
  for (const [, expected, name] of entries as RegExpExecArray[]) {
    const file = join(folder, name);
    if (!names.includes(name)) throw new CheckpointError(`${file}: expected in a checkpoint, found none`);
    const found = await hashFile(file);
    if (found !== expected)
      throw new CheckpointError(
        `${file}: expected SHA-256 ${expected.slice(0, 12)}..., as it was written, found ${found.slice(0, 12)}...: it is damaged`,
      );
  }
  return true;
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    // What goes wrong while an open file is written does not name it.
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

/** Makes names that were made, removed or renamed in a folder last; where the system cannot, it goes on without. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
