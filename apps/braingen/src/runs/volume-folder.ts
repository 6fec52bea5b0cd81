import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readVolume } from '@braingen/volume/node';
import type { Volume } from '@braingen/volume';
import { Failure } from '../failure.ts';

/** A volume and what to call it. */
export interface NamedVolume {
  readonly name: string;
  readonly path: string;
  readonly volume: Volume;
}

/**
 * The files of a folder of volumes, in the order of their names: the outputs of `braingen preprocess` where it holds such,
 * and otherwise every NIfTI file that is not a mask.
 */
export async function findVolumes(folder: string): Promise<{ name: string; path: string }[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.nii(\.gz)?$/.test(file)).sort();
  const preprocessed = files.filter((file) => /_desc-preproc_T1w\.nii(\.gz)?$/.test(file));
  const chosen =
    preprocessed.length > 0 ? preprocessed : files.filter((file) => !/_(mask|trajectory|dseg)\.nii/.test(file));
  if (chosen.length === 0) throw new Failure(`${folder}: expected NIfTI volumes, found none`);
  return chosen.map((file) => ({
    name: basename(file).replace(/(_desc-preproc_T1w)?\.nii(\.gz)?$/, ''),
    path: join(folder, file),
  }));
}

/** Reads all volumes of a folder; see `findVolumes`. */
export async function readVolumes(folder: string): Promise<NamedVolume[]> {
  const files = await findVolumes(folder);
  return Promise.all(files.map(async (file) => ({ ...file, volume: await readVolume(file.path) })));
}
