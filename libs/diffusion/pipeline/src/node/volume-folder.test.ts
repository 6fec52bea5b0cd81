import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findVolumes } from './volume-folder.ts';

let folder: string;
const put = async (...names: string[]): Promise<void> => {
  await mkdir(join(folder, ...names, '..'), { recursive: true });
  await writeFile(join(folder, ...names), '');
};
const found = async (): Promise<string[]> => (await findVolumes(folder)).map(({ name }) => name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-volumes-'));
  await put('sub-01_T1w.nii.gz');
});

test('what begins with a dot, masks and folders named like volumes are passed over', async () => {
  await put('._sub-01_T1w.nii.gz');
  await put('sub-01_mask.nii.gz');
  await mkdir(join(folder, 'sub-03.nii.gz'));
  await put('.git', 'annex', 'objects', 'key.nii.gz');
  await symlink('.git/annex/objects/key.nii.gz', join(folder, 'sub-02_T1w.nii.gz'));
  expect(await found()).toEqual(['sub-01_T1w', 'sub-02_T1w']);
});

test('files of one name are told apart by their folders', async () => {
  await put('a', 'T1.nii');
  await put('b', 'T1.nii');
  expect(await found()).toEqual(['a/T1', 'b/T1', 'sub-01_T1w']);
});

test('a link that leads nowhere is named', async () => {
  await symlink('nowhere', join(folder, 'sub-09.nii'));
  await expect(found()).rejects.toThrow(/sub-09\.nii: expected a file, found a link that leads nowhere/);
});
