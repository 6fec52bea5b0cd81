import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labelVolumes } from './run-volumes.ts';

let root: string;
const files = [
  'preprocessed/sub-01/anat/sub-01_desc-preproc_T1w.nii.gz',
  'preprocessed/sub-01/anat/sub-01_desc-brain_mask.nii.gz',
  'preprocessed/sub-02/anat/sub-02_desc-preproc_T1w.nii.gz',
  'samples/sample-0001.nii.gz',
  'samples/sample-0001_trajectory.nii.gz',
  'samples/sample-0002.nii.gz',
  'segmentations/training/sub-01_dseg.nii.gz',
  'segmentations/synthetic/sample-0002_dseg.nii.gz',
];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'panes-'));
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), '');
  }
});
afterAll(() => rm(root, { recursive: true }));

test('real volumes with the masks that are there, samples, trajectories', async () => {
  const panes = await labelVolumes(join(root, 'preprocessed'), join(root, 'samples'));
  const at = (i: number): string => join(root, files[i]!);
  expect(panes).toEqual([
    {
      title: 'Real',
      volumes: [
        { label: 'sub-01', path: at(0), overlay: at(1) },
        { label: 'sub-02', path: at(2) },
      ],
    },
    {
      title: 'Synthetic',
      volumes: [
        { label: 'sample-0001', path: at(3) },
        { label: 'sample-0002', path: at(5) },
      ],
    },
    { title: 'From noise', volumes: [{ label: 'sample-0001', path: at(4) }] },
  ]);
});

test('segmentations take the place of masks', async () => {
  const folders = ['preprocessed', 'samples', 'segmentations'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  const [real, synthetic] = await labelVolumes(...folders);
  const overlays = [...real!.volumes, ...synthetic!.volumes].map(({ overlay }) => overlay);
  expect(overlays).toEqual([join(root, files[6]!), undefined, undefined, join(root, files[7]!)]);
});
