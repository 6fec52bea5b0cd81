import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLibrary } from '@braingen/brain-mask/node';
import { createPhantom } from '@braingen/phantom';
import { loadTemplate } from '@braingen/registration';
import { resample } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-mask-library-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

test('brings a scan and its mask from their own space to the template, as a library that brain-mask reads', async () => {
  const scans = join(folder, 'scans');
  const library = join(folder, 'library');
  await mkdir(scans);
  const { image, intracranialMask } = await createPhantom({ seed: 4, spacing: 3, fieldStrength: 0.1 });
  await writeVolume(join(scans, 'a.nii.gz'), image);
  await writeVolume(join(scans, 'a_mask.nii.gz'), intracranialMask, { labels: true });
  await runCommand('mask-library', scans, library);
  expect(process.exitCode).toBe(0);
  expect((await readdir(library)).sort()).toEqual(['a.nii.gz', 'a_mask.nii.gz']);

  const [{ name, mask }] = await readLibrary(library);
  expect(name).toBe('a');
  const { intracranialMask: expected } = await loadTemplate();
  const there = resample(expected, mask).voxels;
  let [both, sum] = [0, 0];
  mask.voxels.forEach((inside, i) => {
    const p = Number(there[i] > 0.5);
    both += inside * p;
    sum += inside + p;
  });
  expect((2 * both) / sum).toBeGreaterThan(0.9);
  expect((await readVolume(join(library, 'a.nii.gz'))).shape).toEqual(mask.shape);
});

test('says which scan has no mask, before any work', async () => {
  const { image } = await createPhantom({ seed: 4, spacing: 8 });
  await writeVolume(join(folder, 'b.nii.gz'), image);
  expect((await runCommand('mask-library', folder, join(folder, 'out'))).said).toMatch(/b_mask.nii.gz beside b.nii.gz/);
  expect(process.exitCode).toBe(2);
  expect(await readdir(folder)).toEqual(['b.nii.gz']);
});
