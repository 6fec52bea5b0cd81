import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkMark, verifyFolder } from '@braingen/provenance/node';
import { readNifti, writeVolume } from '@braingen/volume/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallConfig } from '../../testing/small-model.test-data.ts';
import { smallTraining } from '../../testing/small-training.test-data.ts';
import type { LoadedModel } from '../load.ts';
import { isSampleFolder } from './is-sample-folder.ts';
import { writeSamples } from './write-samples.ts';

let model: LoadedModel;
let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const json = async (...names: string[]) => JSON.parse(await readFile(at(...names), 'utf8')) as Record<string, unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-write-samples-'));
  const trained = await smallTraining({ ...smallConfig, condition: { covariates: ['age'] } });
  const trainedOn = { Name: 'six people', License: 'CC0', SourceDatasets: [{ DOI: '10.1/x' }] };
  model = { ...trained.model, sha256: 'ab'.repeat(32), trainedOn };
});
afterAll(async () => {
  model.dispose();
  await rm(folder, { recursive: true });
});

test('a folder of samples says what they are, of what model and data', async () => {
  const records = await writeSamples(model, at('a'), {
    count: 2,
    seed: 3,
    condition: { age: [30, 70] },
    trajectory: true,
  });
  expect(records).toEqual([
    { path: at('a', 'sample-0001.nii.gz'), seed: 3, number: 0, condition: { age: 30 }, status: 'done' },
    { path: at('a', 'sample-0002.nii.gz'), seed: 3, number: 1, condition: { age: 70 }, status: 'done' },
  ]);
  expect(await json('a', 'dataset_description.json')).toMatchObject({
    License: 'CC0',
    SourceDatasets: [{ DOI: '10.1/x' }],
    Synthetic: { Volumes: 2, Model: { SHA256: model.sha256 } },
  });
  expect(await json('a', 'sample-0002.json')).toMatchObject({
    Synthetic: true,
    Braingen: { number: 1, seed: 3, steps: 2, condition: { age: 70 }, model: { sha256: model.sha256 } },
  });
  const { provenance, changed } = await checkMark(at('a', 'sample-0002.nii.gz'));
  expect(provenance).toMatchObject({ Seed: 3, Number: 1, Condition: { age: 70 }, Model: { Step: 2 } });
  expect(changed).toEqual([]);
  expect((await readNifti(at('a', 'sample-0001_trajectory.nii.gz'), { volume: 1 })).header.dims).toEqual([8, 8, 8, 2]);
  expect(await verifyFolder(at('a'))).toMatchObject({ problems: [], files: [{ problems: [] }, {}, {}, {}] });
  expect(
    await isSampleFolder(
      (await readdir(at('a'))).filter((name) => !name.startsWith('.')),
      at('a'),
    ),
  ).toBe(true);
});

test('what is there is kept, what is missing or damaged is sampled, to the same bytes', async () => {
  const request = { count: 3, seed: 4 };
  await writeSamples(model, at('b'), request);
  const [first, second] = [at('b', 'sample-0001.nii.gz'), at('b', 'sample-0002.nii.gz')];
  const [bytes, written] = [await readFile(second), await stat(first)];
  await writeFile(second, 'cut off');
  const planned: number[][] = [];
  const again = await writeSamples(model, at('b'), { ...request, onPlan: ({ numbers }) => planned.push([...numbers]) });
  expect(again.map(({ status }) => status)).toEqual(['kept', 'done', 'kept']);
  expect(planned).toEqual([[1]]);
  expect(await readFile(second)).toEqual(bytes);
  expect((await stat(first)).mtimeMs).toBe(written.mtimeMs);
});

test('a share is sampled alone, and the card counts all', async () => {
  const share = (numbers: readonly number[]) => numbers.filter((number) => number % 2 === 1);
  const records = await writeSamples(model, at('c'), { count: 4, share, license: 'PDDL' });
  expect(records.map(({ number }) => number)).toEqual([1, 3]);
  expect(await json('c', 'dataset_description.json')).toMatchObject({ License: 'PDDL', Synthetic: { Volumes: 4 } });
});

test('samples of another series are refused, or removed where that is meant; of those not asked for a word is said', async () => {
  await writeSamples(model, at('d'), { count: 2, seed: 1 });
  await expect(writeSamples(model, at('d'), { count: 1, seed: 2 })).rejects.toThrow(
    /d: expected no samples of another model, seed or setting, found sample-0001, sample-0002/,
  );
  const warnings: string[] = [];
  const onWarning = (warning: string) => void warnings.push(warning);
  await writeSamples(model, at('d'), { count: 1, seed: 1, onWarning });
  expect(warnings).toEqual([
    'the volumes are unconditioned; a condition may say age',
    expect.stringMatching(/1 more samples of the same series stay there/),
  ]);
  await writeSamples(model, at('d'), { count: 1, seed: 2, replace: true, onWarning });
  expect((await readdir(at('d'))).filter((name) => name.endsWith('.nii.gz'))).toEqual(['sample-0001.nii.gz']);
  expect(await json('d', 'dataset_description.json')).toMatchObject({ Synthetic: { Volumes: 1 } });
});

test("a volume that no sidecar describes is ours by its mark alone; a user's files stay, even where samples are replaced", async () => {
  await writeSamples(model, at('e'), { count: 1, seed: 1 });
  await rm(at('e', 'sample-0001.json'));
  expect((await writeSamples(model, at('e'), { count: 1, seed: 1 })).map(({ status }) => status)).toEqual(['done']);
  await rm(at('e', 'sample-0001.json'));
  const { volume } = await readNifti(at('e', 'sample-0001.nii.gz'));
  await writeVolume(at('e', 'sample-0001.nii.gz'), volume);
  await writeFile(at('e', 'sample-0001_dseg.nii.gz'), 'mine');
  await expect(writeSamples(model, at('e'), { count: 1, seed: 1 })).rejects.toThrow('found sample-0001');
  await writeSamples(model, at('e'), { count: 1, seed: 2, replace: true });
  expect(await readFile(at('e', 'sample-0001_dseg.nii.gz'), 'utf8')).toBe('mine');
});

test('a folder with anything else is nobody’s samples', async () => {
  await writeFile(at('dataset_description.json'), '{"GeneratedBy":[{"Name":"other"}],"Synthetic":{}}');
  expect(await isSampleFolder(['sample-0001.nii.gz', 'dataset_description.json'], folder)).toBe(false);
  expect(await isSampleFolder(['sample-0001.nii.gz', 'notes.txt'], folder)).toBe(false);
  expect(await isSampleFolder(['sample-0001.nii.gz', 'sample-0001.json'], folder)).toBe(true);
});
