import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findScans } from './find-scans.ts';

let dataset: string;

const put = async (...files: string[]): Promise<void> => {
  for (const file of files) {
    await mkdir(join(dataset, file, '..'), { recursive: true });
    await writeFile(join(dataset, file), '');
  }
};
const names = async (): Promise<string[]> => (await findScans(dataset)).scans.map((scan) => scan.name);

beforeEach(async () => {
  dataset = await mkdtemp(join(tmpdir(), 'braingen-bids-'));
  await put(
    'sub-02/anat/sub-02_T1w.nii.gz',
    'sub-01/anat/sub-01_T1w.nii',
    'sub-01/ses-2/anat/sub-01_ses-2_T1w.nii.gz',
    'sub-01/anat/sub-01_T2w.nii.gz',
    'derivatives/sub-03/anat/sub-03_T1w.nii',
  );
});

test('finds the T1-weighted scans of all sessions in the order of their names', async () => {
  expect(await names()).toEqual(['sub-01', 'sub-01_ses-2', 'sub-02']);
  expect((await findScans(dataset)).warnings).toEqual([]);
});

test('keeps the participants asked for, with or without "sub-"', async () => {
  expect((await findScans(dataset, ['02'])).scans.map((scan) => scan.folder)).toEqual(['sub-02/anat']);
  expect((await findScans(dataset, ['sub-01'])).scans).toHaveLength(2);
});

test('refuses a participant that is not there, and a label that is a path', async () => {
  await expect(findScans(dataset, ['09'])).rejects.toThrow('expected a participant sub-09');
  await expect(findScans(dataset, ['../secret'])).rejects.toThrow('expected letters and digits');
});

test('follows links wherever they lead; one that leads nowhere refuses its own scan alone', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'braingen-elsewhere-'));
  await writeFile(join(elsewhere, 'x.nii.gz'), '');
  await symlink(join(elsewhere, 'x.nii.gz'), join(dataset, 'sub-02/anat/sub-02_run-2_T1w.nii.gz'));
  await symlink('../nowhere.nii', join(dataset, 'sub-02/anat/sub-02_run-3_T1w.nii'));
  const { scans } = await findScans(dataset, ['02']);
  expect(scans.map(({ name, refused }) => [name, refused !== undefined])).toEqual([
    ['sub-02', false],
    ['sub-02_run-2', false],
    ['sub-02_run-3', true],
  ]);
  expect(scans[2].refused).toMatch(/found a link to \.\.\/nowhere\.nii, which is not there/);
});

test('two files of one name refuse that scan, naming both', async () => {
  await put('sub-02/anat/sub-02_T1w.nii');
  const { scans } = await findScans(dataset, ['02']);
  expect(scans.map(({ refused }) => refused)).toEqual([
    'expected one file of this name, found sub-02_T1w.nii and sub-02_T1w.nii.gz',
  ]);
});

test('names what looks like a participant, a session or a scan and is not taken', async () => {
  await put(
    'sub-OAS_003/anat/sub-OAS_003_T1w.nii.gz',
    'sub-04/ses-pre-op/anat/sub-04_ses-pre-op_T1w.nii.gz',
    'sub-05/sub-05_T1w.nii.gz',
    'sub-06/func/sub-06_bold.nii.gz',
    'sub-07/anat/sub-08_T1w.nii.gz',
  );
  const { scans, warnings } = await findScans(dataset);
  expect(scans).toHaveLength(3);
  expect(warnings.map((warning) => warning.split(':')[0])).toEqual([
    'sub-OAS_003',
    'sub-04/ses-pre-op',
    'sub-05/sub-05_T1w.nii.gz',
    'sub-06',
    'sub-07/anat/sub-08_T1w.nii.gz',
  ]);
});

test('takes magnitudes, not phases nor what a program made of a scan', async () => {
  await put(
    'sub-03/anat/sub-03_part-mag_T1w.nii.gz',
    'sub-03/anat/sub-03_part-phase_T1w.nii.gz',
    'sub-03/anat/sub-03_desc-preproc_T1w.nii.gz',
  );
  expect(await names()).toContain('sub-03_part-mag');
  expect(await names()).toHaveLength(4);
});

test('stray files trouble nobody', async () => {
  await put('sub-08', 'sub-02/ses-1', 'sub-02/anat/notes.txt', 'sub-notes.txt', '.DS_Store');
  await mkdir(join(dataset, 'sub-02/anat/sub-02_run-2_T1w.nii.gz'));
  const { scans, warnings } = await findScans(dataset);
  expect(scans.filter(({ refused }) => !refused)).toHaveLength(3);
  expect(scans.find(({ refused }) => refused)?.name).toBe('sub-02_run-2');
  expect(warnings).toEqual([]);
});

test('a folder without scans is an error that says what was expected', async () => {
  await expect(findScans(join(dataset, 'sub-02'))).rejects.toThrow('expected a BIDS folder');
});

test('what a person would take for a scan and is left out is named, each with the reason', async () => {
  await put(
    'sub-02/anat/sub-02_run-2_T1W.nii.gz',
    'sub-02/anat/sub-02_run-3_T1w.hdr',
    'sub-02/anat/sub-01_T1w.nii.gz',
    'sub-02/sub-02_T1w.nii.gz',
    'sub-01/ses-2/sub-01_ses-2_run-2_T1w.nii.gz',
    'sub-01/ses-2/anat/sub-01_ses-1_T1w.nii.gz',
    'sub-01/ses_3/anat/sub-01_T1w.nii.gz',
    'SUB-04/anat/SUB-04_T1w.nii.gz',
    'sub05/anat/sub05_T1w.nii.gz',
    'sub-06_T1w.nii.gz',
    'sub-02/anat/sub-02_part-phase_T1w.nii.gz',
    'sub-02/anat/sub-02_desc-preproc_T1w.nii.gz',
  );
  const { scans, warnings } = await findScans(dataset);
  expect(scans.map(({ name }) => name)).toEqual(['sub-01', 'sub-01_ses-2', 'sub-02']);
  expect(warnings.map((warning) => warning.replace(': left out, expected', ' -'))).toEqual([
    "SUB-04 - a participant's folder named sub-, letters and digits",
    'sub-06_T1w.nii.gz - scans in sub-*/anat',
    "sub05 - a participant's folder named sub-, letters and digits",
    "sub-01/ses_3 - a session's folder named ses-, letters and digits",
    'sub-01/ses-2/sub-01_ses-2_run-2_T1w.nii.gz - scans in sub-01/ses-2/anat',
    'sub-01/ses-2/anat/sub-01_ses-1_T1w.nii.gz - a name with ses-2',
    'sub-02/sub-02_T1w.nii.gz - scans in sub-02/anat',
    'sub-02/anat/sub-01_T1w.nii.gz - a name that begins with sub-02',
    'sub-02/anat/sub-02_run-2_T1W.nii.gz - a name that ends in _T1w.nii or _T1w.nii.gz',
    'sub-02/anat/sub-02_run-3_T1w.hdr - a name that ends in _T1w.nii or _T1w.nii.gz',
  ]);
});
