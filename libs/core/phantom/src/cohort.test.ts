import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readVolume } from '@braingen/volume/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPhantom, labels } from './index.ts';
import { writePhantomCohort } from './node.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phantoms-'));
  await writePhantomCohort(folder, { count: 2, seed: 4, spacing: 4, truth: true });
});
afterAll(() => rm(folder, { recursive: true }));

it('writes a BIDS dataset', async () => {
  expect((await readdir(folder)).sort()).toEqual(
    ['dataset_description.json', 'derivatives', 'participants.json', 'participants.tsv', 'sub-01', 'sub-02'].sort(),
  );
  const description = JSON.parse(await readFile(join(folder, 'dataset_description.json'), 'utf8'));
  expect(description).toMatchObject({ BIDSVersion: expect.any(String), Name: expect.any(String) });
  const rows = (await readFile(join(folder, 'participants.tsv'), 'utf8')).trim().split('\n');
  expect(rows).toHaveLength(3);
  expect(rows[1]).toMatch(/^sub-01\t4\/sub-01\t1[1-7]\d\d\.\d\t\d+\.\d$/);
});

it('writes scans that their seeds make again', async () => {
  const phantom = await createPhantom({ seed: '4/sub-02', spacing: 4 });
  const scan = await readVolume(join(folder, 'sub-02', 'anat', 'sub-02_T1w.nii.gz'));
  expect(scan.shape).toEqual(phantom.image.shape);
  expect(scan.voxels).toEqual(phantom.image.voxels.map(Math.round));
});

it('writes the truth beside them', async () => {
  const truth = join(folder, 'derivatives', 'truth', 'sub-01', 'anat');
  const segmentation = await readVolume(join(truth, 'sub-01_dseg.nii.gz'));
  expect(new Set(segmentation.voxels).has(labels.leftWhiteMatter)).toBe(true);
  expect(JSON.parse(await readFile(join(truth, 'sub-01_desc-truth.json'), 'utf8')).pose).toHaveLength(4);
});

it('refuses an empty cohort', async () => {
  await expect(writePhantomCohort(folder, { count: 0, seed: 1 })).rejects.toThrow(/at least 1, found 0/);
});
