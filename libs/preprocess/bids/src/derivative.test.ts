import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { checkDerivative } from './derivative.ts';
import { createDerivative } from './description.ts';

let dataset: string;
const at = (name: string): string => join(dataset, name);
beforeEach(async () => {
  dataset = join(await mkdtemp(join(tmpdir(), 'braingen-derivative-')), 'raw');
  await mkdir(at('sub-01/anat'), { recursive: true });
});

test.each(['.', 'sub-01', 'sub-01/anat', 'new', '../link'])(
  'refuses %s of a dataset, and says where to go',
  async (name) => {
    await symlink(dataset, at('../link'));
    await expect(checkDerivative(dataset, at(name))).rejects.toThrow(
      new RegExp(`expected a folder outside of the input, found .*; ${at('derivatives/braingen')} would do`),
    );
  },
);

test.each(['../out', 'derivatives/braingen', '../raw-preproc'])('takes %s, and takes it again', async (name) => {
  await checkDerivative(dataset, at(name));
  await createDerivative(at(name), dataset);
  await expect(checkDerivative(dataset, at(name))).resolves.toBeUndefined();
});

test("refuses another program's folder, and takes an empty one", async () => {
  await mkdir(at('../out'));
  await expect(checkDerivative(dataset, at('../out'))).resolves.toBeUndefined();
  await writeFile(at('../out/dataset_description.json'), '{"GeneratedBy":[{"Name":"fMRIPrep"}]}');
  await expect(checkDerivative(dataset, at('../out'))).rejects.toThrow(/found dataset_description.json$/);
});

test('a derivative says what it was made of, and under which licence', async () => {
  const raw = { Name: 'raw', License: 'CC0', DatasetDOI: '10.1/x' };
  await writeFile(at('dataset_description.json'), JSON.stringify(raw));
  await createDerivative(at('../out'), dataset);
  const description: unknown = JSON.parse(await readFile(at('../out/dataset_description.json'), 'utf8'));
  expect(description).toMatchObject({ License: 'CC0', SourceDatasets: [{ DOI: '10.1/x' }] });
});
