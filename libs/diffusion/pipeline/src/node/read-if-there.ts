import { readFile } from 'node:fs/promises';

/** A file's text; undefined where there is no such file. @throws the system's error where it cannot be read for another reason */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
