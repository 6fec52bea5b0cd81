import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findImages } from './find-images.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-find-images-'));
  for (const name of ['sub-01', '.git', 'empty']) await mkdir(at(name));
  const files = ['b.hdr', 'b.img', 'c.NII', '._c.NII', 'notes.txt', 'sub-01/a.nii.gz', '.git/x.nii'];
  for (const file of files) await writeFile(at(file), '');
});
afterAll(() => rm(folder, { recursive: true }));

it('finds the images of a folder, pairs by their headers, and nothing hidden', async () => {
  expect(await findImages(folder)).toEqual([at('b.hdr'), at('c.NII'), at('sub-01', 'a.nii.gz')]);
});

it('takes a file as it is, there or not; a folder without images is refused', async () => {
  expect(await findImages(at('notes.txt'))).toEqual([at('notes.txt')]);
  expect(await findImages(at('absent.nii'))).toEqual([at('absent.nii')]);
  await expect(findImages(at('empty'))).rejects.toThrow(
    /empty: expected NIfTI or Analyze files in the folder, found none/,
  );
});
