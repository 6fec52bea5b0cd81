import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { threePlanes } from '@braingen/report';
import { identityAffine, Volume } from '@braingen/volume';
import { beforeEach, expect, test } from 'vitest';
import { writeGroup } from './write-group.ts';

let folder: string;
const at = (name: string, kind: string): string => join(folder, `sub-${name}`, 'anat', `sub-${name}_desc-${kind}`);

/** A sidecar as preprocessing leaves it. */
async function put(name: string, record: object): Promise<void> {
  await mkdir(join(folder, `sub-${name}`, 'anat'), { recursive: true });
  const usual = { settings: 's', input: { name: `sub-${name}`, sha256: '' }, output: { sha256: '' }, warnings: [] };
  await writeFile(at(name, 'preproc_T1w.json'), JSON.stringify({ Braingen: { ...usual, ...record } }));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-group-'));
});

test('each scan has a page that says where it stands, and the page of all leads there', async () => {
  for (const [i, snr] of [20, 21, 19, 22, 2].entries()) await put(`0${i + 1}`, { measures: { snr } });
  const volume = new Volume(
    Float32Array.from({ length: 27 }, (_, i) => i),
    { shape: [3, 3, 3], affine: identityAffine },
  );
  await writeFile(at('05', 'register_T1w.png'), threePlanes(volume));
  const { page, outliers } = await writeGroup(folder, { braingen: '1.2.3' });
  expect(outliers).toBe(1);
  const all = await readFile(page, 'utf8');
  expect(all).toContain('href="sub-01/anat/sub-01_desc-preproc_T1w.html"');
  expect(all).toContain('sub-05: snr low');
  const scan = await readFile(at('05', 'preproc_T1w.html'), 'utf8');
  expect(scan).toContain('signal to noise: this scan 2, the group 2 to 22');
  expect(scan).toContain('(stands apart)');
  expect(scan).toMatch(/1 of 5.*sub-05 after register.*1\.2\.3/s);
});

test('what sidecars hold is no markup on any page', async () => {
  const name = '<script>alert(1)</script>';
  await put('01', { input: { name, sha256: '' }, measures: {}, warnings: [name] });
  const { page } = await writeGroup(folder);
  for (const path of [page, at('01', 'preproc_T1w.html')]) expect(await readFile(path, 'utf8')).not.toContain(name);
});
