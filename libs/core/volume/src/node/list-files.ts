import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reading } from './path-error.ts';

/**
 * The names of all files in a folder and its folders, relative to it and sorted. Links are followed wherever they lead, as data sets
 * are built of them; one that leads nowhere is listed, one that leads back to a folder around it is not followed. What
 * begins with a dot (.git, the ._ files of macOS) is passed over.
 *
 * @throws PathError where the folder, or one in it, cannot be read
 */
export async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  const visit = async (within: string, around: readonly string[]): Promise<void> => {
    const path = join(folder, within);
    const place = await reading(path, 'a folder', realpath(path));
    if (around.includes(place)) return;
    for (const entry of await reading(path, 'a folder', readdir(place, { withFileTypes: true }))) {
      if (entry.name.startsWith('.')) continue;
      const name = join(within, entry.name);
      const isFolder = entry.isSymbolicLink() ? await leadsToFolder(join(place, entry.name)) : entry.isDirectory();
      if (isFolder) await visit(name, [...around, place]);
      else files.push(name);
    }
  };
  await visit('', []);
  return files.sort();
}

const leadsToFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
