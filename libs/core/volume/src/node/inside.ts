import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/**
 * The path of something inside a folder, for names that come from data: subject labels, entries of a manifest.
 * What exists on the way is followed, so that no symbolic link leads out.
 *
 * @throws RangeError if the path would leave the folder.
 */
export async function pathInside(folder: string, ...names: readonly string[]): Promise<string> {
  const refuse = (): never => {
    throw new RangeError(`pathInside: expected a path inside ${folder}, found ${JSON.stringify(names.join(sep))}`);
  };
  if (names.some((name) => isAbsolute(name) || name.includes('\0'))) refuse();
  const root = await realOrResolved(folder);
  const path = resolve(root, join(...names));
  for (const candidate of [path, await realOrResolved(path)]) {
    const way = relative(root, candidate);
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) refuse();
  }
  return path;
}

/** The real path of the part that exists, with the rest appended. */
async function realOrResolved(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const parent = dirname(absolute);
    if (code !== 'ENOENT' || parent === absolute) throw error;
    // A link to what is not there yet would be followed by whoever writes.
    const target = await readlink(absolute).catch(() => undefined);
    if (target !== undefined) return realOrResolved(resolve(parent, target));
    return join(await realOrResolved(parent), basename(absolute));
  }
}
