import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectSteps } from '@braingen/chain';
import { createRandom, freezeAffine, Volume } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { beforeEach, expect, test } from 'vitest';
import { preprocessDataset, type PreprocessDatasetOptions } from './preprocess-dataset.ts';
import { readSidecar } from './sidecar.ts';

let [dataset, derivative] = ['', ''];
const derived = (label: string, ending: string): string => join(derivative, `sub-${label}/anat/sub-${label}_${ending}`);

beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'braingen-dataset-'));
  [dataset, derivative] = [join(root, 'raw'), join(root, 'out')];
  const affine = freezeAffine([
    [20, 0, 0, -80],
    [0, 20, 0, -90],
    [0, 0, 20, -70],
    [0, 0, 0, 1],
  ]);
  for (const label of ['01', '02', '03']) {
    const random = createRandom(label);
    await mkdir(join(dataset, `sub-${label}/anat`), { recursive: true });
    const voxels = Float32Array.from({ length: 512 }, () => 100 * random.uniform());
    const path = join(dataset, `sub-${label}/anat/sub-${label}_T1w.nii`);
    await writeVolume(path, new Volume(voxels, { shape: [8, 8, 8], affine }));
  }
});

const options: PreprocessDatasetOptions = {
  steps: selectSteps(['resize']),
  settings: { shape: [4, 5, 6] },
  draw: () => Uint8Array.of(1, 2),
};
const statuses = async (more: PreprocessDatasetOptions = {}): Promise<string[]> =>
  (await preprocessDataset(dataset, derivative, { ...options, ...more })).map(({ status }) => status);

test('each scan leaves a volume on the grid that is asked for, a picture of each step, and a sidecar', async () => {
  const warnings: string[] = [];
  const seen: string[] = [];
  await writeFile(join(dataset, 'participants.tsv'), 'participant_id\tage\nsub-01\t-999\n');
  const watch: PreprocessDatasetOptions['watch'] = (...place) => ({
    update: () => undefined,
    done: ({ status }) => void seen.push([...place, status].join(' ')),
  });
  await statuses({ watch, onWarning: (warning) => warnings.push(warning) });
  expect(seen).toEqual(['sub-01 0 3 done', 'sub-02 1 3 done', 'sub-03 2 3 done']);
  expect(warnings).toEqual([expect.stringContaining('no row of'), expect.stringContaining('-999')]);
  expect((await readVolume(derived('02', 'desc-preproc_T1w.nii.gz'))).shape).toEqual([4, 5, 6]);
  expect([...(await readFile(derived('02', 'desc-resize_T1w.png')))]).toEqual([1, 2]);
  const { Braingen, Sources } = await readSidecar(derived('02', 'desc-preproc_T1w.json'));
  expect(Sources).toEqual(['bids:raw:sub-02/anat/sub-02_T1w.nii']);
  expect(Braingen.steps.map(({ name }) => name)).toEqual(['resize']);
  await expect(stat(join(derivative, 'participants.tsv'))).resolves.toBeDefined();
});

test('what is there of the same scan and settings is kept, shares are taken, a scan that fails stops no other', async () => {
  expect(await statuses({ share: (scans) => scans.slice(0, 1) })).toEqual(['done']);
  await writeFile(join(dataset, 'sub-02/anat/sub-02_T1w.nii'), 'no image');
  expect(await statuses()).toEqual(['kept', 'failed', 'done']);
  expect(await readFile(derived('02', 'desc-preproc_error.json'), 'utf8')).toContain('sub-02_T1w.nii');
  expect(await statuses({ settings: { shape: [4, 4, 4] } })).toEqual(['done', 'failed', 'done']);
});

test("another program's derivative is refused", async () => {
  await statuses({ generator: { name: 'fMRIPrep' } });
  await expect(statuses()).rejects.toThrow('expected an empty folder');
});
