import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** NIfTI files, and the headers of pairs. */
const image = /\.(nii(\.gz)?|hdr)$/i;

/**
 * A path as it is or, of a folder, those of all images in it and its folders, in the order of their names. What begins with
 * a dot (.git, the ._ files of macOS) is passed over.
 *
 * @throws RangeError if a folder holds no image
 */
export async function findImages(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const files = (await readdir(path, { recursive: true }))
    .filter((file) => image.test(file) && !file.split(sep).some((part) => part.startsWith('.')))
    .sort();
  if (files.length === 0) throw new RangeError(`${path}: expected NIfTI or Analyze files in the folder, found none`);
  return files.map((file) => join(path, file));
}
