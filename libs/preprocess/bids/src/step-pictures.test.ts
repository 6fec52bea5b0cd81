import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readScanPictures, readStepPictures } from './step-pictures.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-step-pictures-'));
  for (const label of ['resize', 'raw', 'n4', 'other'])
    await writeFile(join(folder, `sub-01_desc-${label}_T1w.png`), label);
});
afterAll(() => rm(folder, { recursive: true }));
const text = ({ png }: { png: Uint8Array }): string => new TextDecoder().decode(png);

test('pictures come in the order of the steps, those that are there', async () => {
  const volume = join(folder, 'sub-01_desc-preproc_T1w.nii.gz');
  const { name, steps } = await readScanPictures({ scan: 'sub-01', volume });
  expect([name, steps.map(({ label }) => label)]).toEqual(['sub-01', ['raw', 'n4', 'resize']]);
  expect(steps.map(text)).toEqual(['raw', 'n4', 'resize']);
  expect((await readScanPictures({ scan: 'sub-02' })).steps).toEqual([]);
});

test('a sidecar stands for its volume', async () => {
  const found = await readStepPictures(join(folder, 'sub-01_desc-preproc_T1w.json'), ['resize', 'mask']);
  expect(found.map(text)).toEqual(['resize']);
});
