import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Makes a file appear whole or not at all: it is written beside its place and renamed.
 *
 * @param write writes to the path it is given
 */
export async function writeBeside(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  // In the same folder, because a rename is atomic only within a file system; named so that no pattern for images finds it.
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const leftover = /^\..+\.[0-9a-f]{12}\.tmp$/;

/** A process that is at work touches its file far more often, even by another machine's clock. */
const abandonedAfter = 10 * 60_000;

/** Removes from a folder what processes that were killed left of files they were writing; a missing folder has none. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((each) => leftover.test(each))) {
    const path = join(folder, name);
    // Another process may have removed it meanwhile.
    const status = await stat(path).catch(() => undefined);
    if (status?.isFile() && Date.now() - status.mtimeMs > abandonedAfter) await rm(path, { force: true });
  }
}
