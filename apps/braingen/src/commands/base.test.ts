import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, readRunConfig } from '@braingen/pipeline/node';
import { readNifti } from '@braingen/volume/node';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-base-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

describe('the base model', () => {
  test('draws brains by name, of the licence of the scans that it was trained on', async () => {
    const samples = join(folder, 'samples');
    await runCommand('sample', 'base', samples, '--count', '2', '--steps', '4');
    const { volume } = await readNifti(join(samples, 'sample-0001.nii.gz'));
    expect(volume.shape).toEqual([84, 128, 84]);
    const brain = volume.voxels.filter((value) => value > 0.3).length;
    // 7.9 ml a thousand voxels.
    expect(brain).toBeGreaterThan(140_000);
    expect(brain).toBeLessThan(280_000);
    expect(volume.voxels[0]).toBe(0);
    const description = JSON.parse(await readFile(join(samples, 'dataset_description.json'), 'utf8')) as object;
    expect(description).toMatchObject({
      License: 'CC0',
      SourceDatasets: [{ DOI: expect.stringContaining('ds002748') }],
    });
  }, 180_000);

  test('is what a training can start with, under its own configuration', async () => {
    const run = join(folder, 'run');
    const few = ['--set', 'training.steps=4', '--set', 'training.pictures=false'];
    await runCommand('train', join(folder, 'samples'), run, '--from', 'base', ...few);
    expect((await readRunConfig(run))?.model).toMatchObject({ kind: 'cascade', halvings: 1 });
    const model = await load(run);
    expect(model.description).toMatchObject({ step: 4, grid: { shape: [84, 128, 84] } });
    model.dispose();
  }, 240_000);
});
