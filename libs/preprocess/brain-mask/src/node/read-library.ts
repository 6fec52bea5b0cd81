import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { reading, readVolume } from '@braingen/volume/node';
import { assertEntry, type LibraryEntry } from '../library/entry.ts';

const ending = /\.nii(\.gz)?$/;
const maskEnding = /_mask\.nii(\.gz)?$/;

/**
 * A library of one's own: a folder of pairs NAME.nii[.gz] and NAME_mask.nii[.gz], heads in the template's space and their
 * cavities, each pair on one grid. `braingen mask-library` makes them of scans and masks in their own space.
 *
 * @throws NiftiError if a file cannot be trusted; RangeError naming the folder without pairs, the head without a mask, the mask
 * without a head, or the entry that cannot serve (another grid, an empty mask, a constant image, a stripped brain); PathError if there is no such folder
 */
export async function readLibrary(folder: string): Promise<LibraryEntry[]> {
  const entries: LibraryEntry[] = [];
  for (const { name, image, mask } of await listPairs(folder)) {
    const entry = { name, image: await readVolume(image), mask: await readVolume(mask) };
    assertEntry(entry);
    entries.push(entry);
  }
  return entries;
}

export interface LibraryPair {
  readonly name: string;
  readonly image: string;
  readonly mask: string;
}

/** Where the pair of a name lies in a folder, compressed. */
export const pairIn = (folder: string, name: string): LibraryPair => ({
  name,
  image: join(folder, `${name}.nii.gz`),
  mask: join(folder, `${name}_mask.nii.gz`),
});

/** The paths of a folder's pairs NAME.nii[.gz] and NAME_mask.nii[.gz], in order of name. */
export async function listPairs(folder: string): Promise<LibraryPair[]> {
  const names = await reading(folder, 'a folder of heads and masks', readdir(folder));
  const files = names.filter((file) => ending.test(file)).sort();
  const masks = new Map(
    files.filter((file) => maskEnding.test(file)).map((file) => [file.replace(maskEnding, ''), file]),
  );
  const images = new Map(
    files.filter((file) => !maskEnding.test(file)).map((file) => [file.replace(ending, ''), file]),
  );
  for (const [name, file] of images) {
    if (!masks.has(name))
      throw new RangeError(`${folder}: expected a mask ${name}_mask.nii.gz beside ${file}, found none`);
  }
  for (const [name, file] of masks) {
    if (!images.has(name)) throw new RangeError(`${folder}: expected a head ${name}.nii.gz beside ${file}, found none`);
  }
  if (images.size === 0) {
    throw new RangeError(`${folder}: expected pairs NAME.nii.gz and NAME_mask.nii.gz, found no NIfTI file`);
  }
  return [...images].map(([name, file]) => ({ name, image: join(folder, file), mask: join(folder, masks.get(name)!) }));
}
