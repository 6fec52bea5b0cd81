import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { identityAffine, Volume } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';
import { beforeEach, expect, test } from 'vitest';
import { readMappedVolumes } from './label-maps.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-maps-'));
});

/** Volumes of one value each. */
async function put(files: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(files)) {
    await mkdir(dirname(at(name)), { recursive: true });
    const voxels = new Float32Array(8).fill(value);
    await writeVolume(at(name), new Volume(voxels, { shape: [2, 2, 2], affine: identityAffine }), { labels: true });
  }
}
const read = async (scans: string, maps: string) => {
  const { volumes, warnings } = await readMappedVolumes(at(scans), at(maps));
  return { found: volumes.map(({ name, participant, map }) => [name, participant, map.voxels[0]]), warnings };
};

test('a BIDS derivative of segmentations, in a folder of its own or among the scans', async () => {
  await put({
    'preproc/sub-01/anat/sub-01_desc-preproc_T1w.nii.gz': 1,
    'preproc/sub-02/ses-1/anat/sub-02_ses-1_desc-preproc_T1w.nii.gz': 2,
    'maps/sub-01/anat/sub-01_space-MNI152_desc-aseg_dseg.nii.gz': 11,
    'maps/sub-02/ses-1/anat/sub-02_ses-1_dseg.nii.gz': 12,
    'maps/sub-01/anat/sub-01_desc-brain_mask.nii.gz': 1,
  });
  const found = [
    ['sub-01', 'sub-01', 11],
    ['sub-02_ses-1', 'sub-02', 12],
  ];
  expect(await read('preproc', 'maps')).toEqual({ found, warnings: [] });
  await put({ 'preproc/sub-01/anat/sub-01_dseg.nii.gz': 21 });
  expect(await read('preproc', 'preproc')).toEqual({
    found: [['sub-01', 'sub-01', 21]],
    warnings: [expect.stringMatching(/preproc: 1 volumes are left out, which have no label map there: sub-02_ses-1$/)],
  });
});

test('samples with what segment leaves beside them, and files of the same names in another folder', async () => {
  await put({ 'samples/sample-0001.nii.gz': 1, 'samples/sample-0001_dseg.nii.gz': 5, 'labels/sample-0001.nii.gz': 6 });
  expect((await read('samples', 'samples')).found).toEqual([['sample-0001', 'sample-0001', 5]]);
  expect((await read('samples', 'labels')).found).toEqual([['sample-0001', 'sample-0001', 6]]);
});

test('no map at all, and two for one volume, are refused', async () => {
  await put({ 'scans/sub-01_T1w.nii.gz': 1, 'maps/sub-02_dseg.nii.gz': 1 });
  await expect(read('scans', 'maps')).rejects.toThrow(
    /maps: expected label maps of volumes of .*scans, such as sub-01_dseg.nii.gz, found none/,
  );
  await expect(read('scans', 'scans')).rejects.toThrow('found none');
  await put({ 'maps/sub-01_desc-aseg_dseg.nii.gz': 1, 'maps/sub-01_desc-aparc_dseg.nii.gz': 1 });
  await expect(read('scans', 'maps')).rejects.toThrow(
    /expected one label map for sub-01_T1w, found .*aparc_dseg.nii.gz and .*aseg_dseg.nii.gz; a folder of its own/,
  );
});
