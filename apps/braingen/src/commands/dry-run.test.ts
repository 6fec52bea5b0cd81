import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, freezeAffine, Volume } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';

let root: string;
const config = `data: { shape: [16, 16, 16] }
model:
  kind: cascade
  halvings: 0
  stages: [{ kind: coarse, level: 0, network: { channels: [8, 8] } }]
training: { steps: 5500 }
`;
let small: string[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dry-run-'));
  small = ['--config', join(root, 'config.yaml'), '--json'];
  await writeFile(join(root, 'config.yaml'), config);
  const anat = (subject: string): string => join(root, 'raw', subject, 'anat');
  const affine = freezeAffine([
    [8, 0, 0, -64],
    [0, 8, 0, -64],
    [0, 0, 8, -64],
    [0, 0, 0, 1],
  ]);
  await mkdir(join(root, 'preprocessed'));
  for (const subject of ['sub-01', 'sub-02', 'sub-03', 'sub-04', 'sub-05']) {
    const random = createRandom(subject);
    const voxels = Float32Array.from({ length: 4096 }, () => random.uniform());
    const volume = new Volume(voxels, { shape: [16, 16, 16], affine });
    await writeVolume(join(root, 'preprocessed', `${subject}_T1w.nii.gz`), volume);
    await mkdir(anat(subject), { recursive: true });
    await writeFile(join(anat(subject), `${subject}_T1w.nii.gz`), '');
  }
});
afterAll(() => rm(root, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

test('train --dry-run measures some steps and writes nothing', async () => {
  const run = join(root, 'run');
  const { out, said, status } = await runCommand('train', join(root, 'preprocessed'), run, '--dry-run', ...small);
  expect([status ?? 0, said]).toEqual([0, expect.stringContaining('4 volumes to learn from, 1 held out')]);
  const { parts, seconds, diskBytes } = JSON.parse(out);
  expect(parts).toEqual([{ stage: 'coarse-0', steps: 5500, secondsPerStep: expect.any(Number) }]);
  expect(seconds).toBeCloseTo(5500 * parts[0].secondsPerStep, 6);
  expect(diskBytes).toBeGreaterThan(1e4);
  expect(existsSync(run)).toBe(false);
}, 60_000);

test('run --dry-run says how many scans there are to preprocess, and what training on as many would take', async () => {
  const run = join(root, 'whole');
  const { out, said } = await runCommand('run', join(root, 'raw'), run, '--dry-run', ...small);
  expect(said).toContain('5 scans to preprocess, 0 of them with a preprocessed volume');
  expect(JSON.parse(out)).toMatchObject({ scans: 5, preprocessed: 0, parts: [{ stage: 'coarse-0', steps: 5500 }] });
  expect(existsSync(run)).toBe(false);
}, 60_000);
