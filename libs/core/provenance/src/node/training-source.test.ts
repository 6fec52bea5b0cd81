import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSource } from './training-source.ts';

test('a raw data set is its own source, a derivative names those it was made of', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'braingen-source-')), 'dataset_description.json');
  const read = async (json: unknown) => {
    await writeFile(path, JSON.stringify(json));
    return readSource(path);
  };
  const raw = { Name: 'raw', License: 'CC0', DatasetDOI: '10.1/x', Authors: ['A'] };
  expect(await read(raw)).toEqual({ Name: 'raw', License: 'CC0', SourceDatasets: [{ DOI: '10.1/x' }] });
  expect(await read({ Name: 'made', SourceDatasets: [{ URL: 'bids:raw:', more: 1 }] })).toEqual({
    Name: 'made',
    SourceDatasets: [{ URL: 'bids:raw:' }],
  });
  expect(await read({ Name: 3 })).toBeUndefined();
  expect(await readSource(join(path, 'absent'))).toBeUndefined();
});
