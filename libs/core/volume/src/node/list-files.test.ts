import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from './list-files.ts';

test('files of folders that are links are listed, circles end, names with a dot are passed over', async () => {
  const [folder, elsewhere] = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'braingen-list-'))));
  await mkdir(join(folder, 'sub-01', '.git'), { recursive: true });
  for (const path of [
    join(folder, 'sub-01', 'b.nii'),
    join(folder, 'sub-01', '.git', 'c.nii'),
    join(folder, '._b.nii'),
    join(elsewhere, 'a.nii'),
  ])
    await writeFile(path, '');
  await symlink(elsewhere, join(folder, 'sub-02'));
  await symlink('..', join(folder, 'sub-01', 'back'));
  await symlink('nowhere', join(folder, 'gone.nii'));
  expect(await listFiles(folder)).toEqual(['gone.nii', join('sub-01', 'b.nii'), join('sub-02', 'a.nii')]);
});

test('a folder that is none is named, with what was found', async () => {
  await expect(listFiles('/nowhere/at/all')).rejects.toThrow(
    '/nowhere/at/all: expected a folder, found no such file or folder',
  );
});
