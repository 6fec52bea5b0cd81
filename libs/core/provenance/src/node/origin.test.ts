import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { originOf } from './origin.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-origin-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['{"GeneratedBy":[{"Name":"braingen"},{"Name":"fMRIPrep","Version":"1"}]}', ['braingen', 'fMRIPrep'], false],
  ['{"GeneratedBy":[{"Name":"braingen"}],"Synthetic":{"Volumes":3}}', ['braingen'], true],
  ['{"GeneratedBy":[null,{"Version":"1"},7]}', [], false],
  ['{"GeneratedBy":"braingen","Synthetic":true}', [], true],
  ['[]', [], false],
  ['no JSON', [], false],
])('%s', async (text, generators, isSynthetic) => {
  await writeFile(join(folder, 'dataset_description.json'), text);
  expect(await originOf(folder)).toEqual({ generators, isSynthetic });
});

test('a folder without a description says nothing', async () => {
  expect(await originOf(join(folder, 'absent'))).toEqual({ generators: [], isSynthetic: false });
});
