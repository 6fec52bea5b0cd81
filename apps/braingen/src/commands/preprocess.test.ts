import { mkdir, mkdtemp, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDerivative } from '@braingen/bids';
import { createRandom, encodeNifti, freezeAffine, Volume } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { generator } from '../versions.ts';
import { preprocessCommand } from './preprocess.ts';

let dataset: string;
let output: string;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'braingen-preprocess-'));
  [dataset, output] = [join(folder, 'raw'), join(folder, 'out')];
  for (const label of ['01', '02', '03']) {
    await mkdir(join(dataset, `sub-${label}/anat`), { recursive: true });
    await writeVolume(scan(label), ball(label));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const scan = (label: string): string => join(dataset, `sub-${label}/anat/sub-${label}_T1w.nii.gz`);
const derived = (label: string, ending: string): string => join(output, `sub-${label}/anat/sub-${label}_${ending}`);

/** A ball with some texture, off the middle of its grid. */
function ball(seed: string): Volume {
  const random = createRandom(seed);
  const affine = freezeAffine([
    [4, 0, 0, -50],
    [0, 4, 0, -60],
    [0, 0, 4, -40],
    [0, 0, 0, 1],
  ]);
  const voxels = Float32Array.from({ length: 24 * 28 * 24 }, (_, i) => {
    const [x, y, z] = [i % 24, Math.floor(i / 24) % 28, Math.floor(i / (24 * 28))];
    return Math.hypot(x - 10, y - 14, z - 12) < 9 ? 100 + 10 * random.normal() : 0;
  });
  return new Volume(voxels, { shape: [24, 28, 24], affine });
}

async function preprocess(
  ...more: string[]
): Promise<{ status: unknown; outcomes: { scan: string; status: string; error?: string }[] }> {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    text += String(piece);
    return true;
  });
  const args = [
    dataset,
    output,
    'participant',
    '--steps',
    'normalize,resize',
    '--shape',
    '12x14x12',
    '--jobs',
    '1',
    '--json',
    ...more,
  ];
  await preprocessCommand().parseAsync(args, { from: 'user' });
  return { status: process.exitCode, outcomes: (JSON.parse(text) as { scans: never[] }).scans };
}

test('a scan with an unreadable header leaves an error file and stops no other', async () => {
  await writeFile(scan('02'), 'no image');
  const { status, outcomes } = await preprocess();
  expect(status).toBe(1);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['done', 'failed', 'done']);
  const record = JSON.parse(await readFile(derived('02', 'desc-preproc_error.json'), 'utf8')) as { error: string };
  expect(record.error).toContain('sub-02_T1w.nii.gz');
  const volume = await readVolume(derived('03', 'desc-preproc_T1w.nii.gz'));
  expect(volume.shape).toEqual([12, 14, 12]);
  expect(Math.max(...volume.voxels)).toBeLessThanOrEqual(1);
});

test('started again it does what is missing, and only that', async () => {
  await writeFile(scan('02'), 'no image');
  await preprocess();
  vi.restoreAllMocks();
  await writeVolume(scan('02'), ball('mended'));
  const { status, outcomes } = await preprocess();
  expect(status).toBe(0);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['kept', 'done', 'kept']);
  await expect(readFile(derived('02', 'desc-preproc_error.json'))).rejects.toThrow('ENOENT');
});

test('other settings do every scan again', async () => {
  await preprocess();
  vi.restoreAllMocks();
  const { outcomes } = await preprocess('--steps', 'resize');
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['done', 'done', 'done']);
});

test('air far below 0 is raised with a warning, and an error says what was suspicious before it', async () => {
  const offset = ball('02');
  await writeVolume(scan('02'), offset.with(offset.voxels.map((value) => value - 60)));
  const bytes = await encodeNifti(ball('03'), { datatype: 'float32', gzip: false });
  new Float32Array(bytes.buffer, bytes.byteOffset + 352).fill(NaN);
  await writeFile(scan('03'), bytes);
  const { outcomes } = await preprocess('--steps', 'denoise,resize');
  expect(outcomes[1]).toMatchObject({ status: 'done', warnings: [expect.stringMatching(/^voxels of exactly -60/)] });
  expect(outcomes[2].error).toMatch(/^denoise: expected an image with contrast.*\(before: .*NaN/);
});

test('a link that leads out of the output folder is not followed', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'braingen-elsewhere-'));
  await createDerivative(output, dataset, generator);
  await symlink(elsewhere, join(output, 'sub-01'));
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  await preprocessCommand().parseAsync([dataset, output, 'participant', '--jobs', '1'], { from: 'user' });
  expect(process.exitCode).toBe(2);
  expect(said).toMatch(/expected a path inside/);
  expect(await readdir(elsewhere)).toEqual([]);
});

test('the table of participants goes along', async () => {
  const table = 'participant_id\tage\nsub-01\t30\n';
  await writeFile(join(dataset, 'participants.tsv'), table);
  await preprocess();
  expect(await readFile(join(output, 'participants.tsv'), 'utf8')).toBe(table);
});

test('the group level gathers the figures of all scans in a table, and the pictures on a page', async () => {
  await preprocess();
  vi.restoreAllMocks();
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await preprocessCommand().parseAsync([dataset, output, 'group'], { from: 'user' });
  const rows = (await readFile(join(output, 'group_T1w.tsv'), 'utf8')).trim().split('\n');
  expect(rows.map((row) => row.split('\t')[0])).toEqual(['scan', 'sub-01', 'sub-02', 'sub-03']);
  const page = await readFile(join(output, 'group_T1w.html'), 'utf8');
  const picture = await readFile(derived('02', 'desc-resize_T1w.png'));
  expect(page).toContain(picture.toString('base64'));
});
