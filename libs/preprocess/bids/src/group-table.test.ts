import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { gatherGroup } from './group-table.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-group-'));
});

const sidecar = (label: string, text: string): Promise<void> =>
  writeFile(join(folder, `sub-${label}_desc-preproc_T1w.json`), text);

const record = (more: object = {}): string =>
  JSON.stringify({
    Braingen: {
      settings: 's',
      input: { name: 'sub-01', sha256: '' },
      output: { sha256: '' },
      measures: { snr: 10 },
      warnings: [],
      ...more,
    },
  });

test('what sidecars hold does not break the table', async () => {
  const name = '<script>alert(1)</script>';
  await sidecar('01', record({ input: { name, sha256: '' }, warnings: ['a\tb\nc'], measures: { 'x\ty': 1 } }));
  await gatherGroup(folder);
  const table = await readFile(join(folder, 'group_T1w.tsv'), 'utf8');
  expect(table.split('\n')).toEqual(['scan\tx y\toutliers\twarnings', `${name}\t1.00000\tn/a\ta b c`, '']);
});

test.each([
  ['{', /sub-02_desc-preproc_T1w.json: expected the JSON of a preprocessed scan, found/],
  ['null', /sub-02.*: the whole: Invalid input: expected object, received null/],
  ['{"Braingen":{}}', /sub-02.*: Braingen.settings: Invalid input: expected string/],
  [record({ measures: { snr: 'high' } }), /sub-02.*: Braingen.measures.snr: Invalid input: expected number/],
  [record({ input: { name: {}, sha256: '' } }), /sub-02.*: Braingen.input.name: Invalid input: expected string/],
])('a damaged sidecar is named, and is not the end of the others: %s', async (text, reason) => {
  await sidecar('01', record());
  await sidecar('02', text);
  const group = await gatherGroup(folder);
  expect(group).toMatchObject({ scans: [{}], unread: [expect.stringMatching(reason)] });
  expect(await readFile(join(folder, 'sub-02_desc-preproc_T1w.json'), 'utf8')).toBe(text);
});

test('without a sidecar that can be read there is no group', async () => {
  await sidecar('02', '[]');
  await expect(gatherGroup(folder)).rejects.toThrow('sub-02_desc-preproc_T1w.json: the whole: Invalid input');
});
