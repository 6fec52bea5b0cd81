import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findScans } from './scans.ts';

let dataset: string;

beforeEach(async () => {
  dataset = await mkdtemp(join(tmpdir(), 'braingen-bids-'));
  for (const file of [
    'sub-02/anat/sub-02_T1w.nii.gz',
    'sub-01/anat/sub-01_T1w.nii',
    'sub-01/ses-2/anat/sub-01_ses-2_T1w.nii.gz',
    'sub-01/anat/sub-01_T2w.nii.gz',
    'derivatives/sub-03/anat/sub-03_T1w.nii',
  ]) {
    await mkdir(join(dataset, file, '..'), { recursive: true });
    await writeFile(join(dataset, file), '');
  }
});

test('finds the T1-weighted scans of all sessions in the order of their names', async () => {
  expect((await findScans(dataset)).map((scan) => scan.name)).toEqual(['sub-01', 'sub-01_ses-2', 'sub-02']);
});

test('keeps the participants asked for, with or without "sub-"', async () => {
  expect((await findScans(dataset, ['02'])).map((scan) => scan.folder)).toEqual(['sub-02/anat']);
  expect(await findScans(dataset, ['sub-01'])).toHaveLength(2);
});

test('refuses a participant that is not there, and a label that is a path', async () => {
  await expect(findScans(dataset, ['09'])).rejects.toThrow('no participant sub-09');
  await expect(findScans(dataset, ['../secret'])).rejects.toThrow('expected letters and digits');
});

test('refuses a link that leads out of the dataset, and follows one that stays inside', async () => {
  await symlink('sub-01_T1w.nii', join(dataset, 'sub-01/anat/sub-01_run-2_T1w.nii'));
  expect(await findScans(dataset, ['01'])).toHaveLength(3);
  await symlink('/etc/hostname', join(dataset, 'sub-02/anat/sub-02_run-2_T1w.nii'));
  await expect(findScans(dataset)).rejects.toThrow('leads out of the dataset');
});

test('a folder without scans is an error that says what was expected', async () => {
  await expect(findScans(join(dataset, 'sub-02'))).rejects.toThrow('expected a BIDS folder');
});
