import { mkdir, realpath } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { Failure } from '../failure.ts';

/**
 * Makes a folder for outputs, and makes sure that it truly lies inside `root`.
 *
 * @throws Failure if a symbolic link leads out of `root`
 */
export async function createFolderInside(root: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = relative(await realpath(root), await realpath(folder));
  if (path.startsWith('..') || isAbsolute(path)) {
    throw new Failure(`${folder}: a link that leads out of the output folder ${root} is refused`);
  }
}
