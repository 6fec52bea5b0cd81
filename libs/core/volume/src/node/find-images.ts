import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles } from './list-files.ts';

/** NIfTI files, and the headers of pairs. */
const image = /\.(nii(\.gz)?|hdr)$/i;

/**
 * A path as it is or, of a folder, those of all images in it and its folders, as `listFiles` finds them.
 *
 * @throws RangeError if a folder holds no image
 */
export async function findImages(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const files = (await listFiles(path)).filter((file) => image.test(file));
  if (files.length === 0) throw new RangeError(`${path}: expected NIfTI or Analyze files in the folder, found none`);
  return files.map((file) => join(path, file));
}
