import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom, volumesToTensor, type Grid } from '@braingen/volume';
import { readNifti } from '@braingen/volume/node';

/** A preprocessed brain, scaled so that background is 0, in the order [d, h, w]. */
export interface Person {
  readonly name: string;
  readonly data: Float32Array;
}

/** Who is used for what: decided by a seed and the names alone, before anything is fitted. */
export interface Split {
  readonly training: readonly Person[];
  readonly validation: readonly Person[];
  readonly test: readonly Person[];
}

/** Shares of a cohort that are held out. */
const shares = { validation: 0.06, test: 0.25 };

/** All brains of folders that `braingen preprocess` wrote, split within each of them. */
export async function readPeople(folders: readonly string[], seed: string): Promise<{ split: Split; grid: Grid }> {
  const split = { training: [] as Person[], validation: [] as Person[], test: [] as Person[] };
  let grid: Grid | undefined;
  for (const [cohort, folder] of folders.entries()) {
    const names = (await readdir(folder)).filter((name) => name.startsWith('sub-')).sort();
    const random = createRandom(seed).fork(`cohort ${cohort}`);
    const order = names.map((name) => ({ name, key: random.uniform() })).sort((a, b) => a.key - b.key);
    const held = {
      validation: Math.round(shares.validation * names.length),
      test: Math.round(shares.test * names.length),
    };
    for (const [index, { name }] of order.entries()) {
      const { volume } = await readNifti(join(folder, name, 'anat', `${name}_desc-preproc_T1w.nii.gz`));
      grid ??= volume;
      const { data } = volumesToTensor([volume]);
      const group = index < held.test ? 'test' : index < held.test + held.validation ? 'validation' : 'training';
      split[group].push({ name: `${cohort}/${name}`, data });
    }
  }
  if (!grid) throw new Error('expected preprocessed brains, found none');
  return { split, grid };
}
