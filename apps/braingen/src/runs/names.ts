import { readFile } from 'node:fs/promises';

/** Names with commas between, or the lines of the file of that name. */
export async function readNames(list: string): Promise<string[]> {
  const text = await readFile(list, 'utf8').catch(() => undefined);
  return (text === undefined ? list.split(',') : text.split(/\r?\n/)).map((name) => name.trim()).filter(Boolean);
}
