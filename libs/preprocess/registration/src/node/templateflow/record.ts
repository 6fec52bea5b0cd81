import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '@braingen/volume/node';
import { knownSums } from './known.ts';

/** One downloaded file. */
export interface FetchedFile {
  readonly name: string;
  readonly url: string;
  readonly sha256: string;
}

const recordName = 'braingen.json';

/** Writes beside downloaded files what they were when they came. */
export const writeRecord = (folder: string, files: readonly FetchedFile[]): Promise<void> =>
  writeFile(join(folder, recordName), `${JSON.stringify({ files }, undefined, 2)}\n`);

/**
 * The files of a cached template, each compared with what it was when it came.
 *
 * @returns undefined if there is no such folder
 * @throws RangeError if a file was changed, taken away or added
 */
export async function checkedRecord(folder: string): Promise<readonly FetchedFile[] | undefined> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (present === undefined) return undefined;
  const again = `Remove ${folder} to have the template downloaded again`;
  const files = parse(await readFile(join(folder, recordName), 'utf8').catch(() => ''));
  if (files === undefined) throw new RangeError(`${folder}: expected ${recordName} with the files' sums. ${again}`);
  // A file that nobody recorded would be taken for the template's mask or prior.
  const added = present.find((name) => name !== recordName && !files.some((file) => file.name === name));
  if (added !== undefined)
    throw new RangeError(`${join(folder, added)}: expected only files that were downloaded. ${again}`);
  for (const { name, sha256 } of files) {
    const path = join(folder, name);
    const expected = knownSums[name] ?? sha256;
    const found = present.includes(name) ? await hashFile(path) : 'no file';
    if (found !== expected)
      throw new RangeError(`${path}: expected the SHA-256 ${expected} of its download, found ${found}. ${again}`);
  }
  return files;
}

function parse(text: string): readonly FetchedFile[] | undefined {
  try {
    const { files } = JSON.parse(text) as { files: FetchedFile[] };
    const whole = files.every((file) => [file.name, file.url, file.sha256].every((value) => typeof value === 'string'));
    return whole && files.length > 0 ? files : undefined;
  } catch {
    return undefined;
  }
}
