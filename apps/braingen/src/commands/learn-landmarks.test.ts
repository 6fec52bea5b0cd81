import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPhantom } from '@braingen/phantom';
import type { NyulScale } from '@braingen/tissue';
import { quantiles } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-landmarks-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

test('a scale is learned within masks, and normalize puts the landmarks of a scan upon it', async () => {
  const { image, intracranialMask: cavity } = await createPhantom({ seed: 5, spacing: 4 });
  await writeVolume(at('scan.nii'), image);
  await writeVolume(at('mask.nii'), cavity);
  const learned = await runCommand(
    'learn-landmarks',
    at('scale.json'),
    at('scan.nii'),
    '--masks',
    at('mask.nii'),
    '--json',
  );
  expect(learned.status).toBe(0);
  const scale = JSON.parse(await readFile(at('scale.json'), 'utf8')) as NyulScale;
  expect(JSON.parse(learned.out)).toMatchObject({ output: at('scale.json'), ...scale });
  expect(scale.quantiles).toEqual([0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99]);
  expect([scale.landmarks[0], scale.landmarks.at(-1)]).toEqual([0, 1]);
  const own = quantiles(
    image.voxels.filter((_, i) => cavity.voxels[i] !== 0),
    scale.quantiles,
  );
  const reach = own.at(-1)! - own[0];
  scale.landmarks.forEach((landmark, i) => expect(landmark).toBeCloseTo((own[i] - own[0]) / reach, 5));

  const scaled = { ...scale, landmarks: scale.landmarks.map((landmark) => 100 + 50 * landmark) };
  await writeFile(at('scaled.json'), JSON.stringify(scaled));
  const nyul = ['--method', 'nyul', '--landmarks', at('scaled.json'), '--mask', at('mask.nii')];
  expect((await runCommand('normalize', at('scan.nii'), at('out.nii'), ...nyul)).status).toBe(0);
  const inside = (await readVolume(at('out.nii'))).voxels.filter((value) => value !== 0);
  const found = quantiles(inside, scaled.quantiles);
  found.forEach((value, i) => expect(value).toBeCloseTo(scaled.landmarks[i], 1));
});

test('without masks the inside of the skull is found', async () => {
  const { image } = await createPhantom({ seed: 5, spacing: 6 });
  await writeVolume(at('scan.nii'), image);
  expect((await runCommand('learn-landmarks', at('scale.json'), at('scan.nii'))).status).toBe(0);
  const { landmarks } = JSON.parse(await readFile(at('scale.json'), 'utf8')) as NyulScale;
  expect([landmarks[0], landmarks.at(-1)]).toEqual([0, 1]);
  expect(landmarks).toEqual([...landmarks].sort((a, b) => a - b));
}, 300_000);

test('a file that exists, a scan that does not and a scale that is none are refused', async () => {
  await writeFile(at('scale.json'), '{"quantiles":[0,1],"landmarks":[1,0]}');
  const { image } = await createPhantom({ seed: 5, spacing: 8 });
  await writeVolume(at('scan.nii'), image);
  const refused = async (...args: string[]): Promise<string> => {
    const before = (await readdir(folder)).sort();
    const { status, said } = await runCommand(...args);
    expect(status).toBe(2);
    expect((await readdir(folder)).sort()).toEqual(before);
    return said;
  };
  expect(await refused('learn-landmarks', at('scale.json'), at('scan.nii'))).toContain('--force overwrites it');
  expect(await refused('learn-landmarks', at('scan.nii'), at('scan.nii'), '--force')).toContain(
    'another file than the input',
  );
  expect(await refused('learn-landmarks', at('new.json'), at('absent.nii'))).toMatch(
    /absent\.nii: expected .*, found no such file/,
  );
  const scans = [at('scan.nii'), at('scan.nii')];
  expect(await refused('learn-landmarks', at('new.json'), ...scans, '--masks', at('scan.nii'))).toContain(
    '--masks: expected one for each of 2 scans, found 1',
  );
  expect(await refused('normalize', at('scan.nii'), at('out.nii'), '--mask', at('scan.nii'))).toContain(
    '--mask: expected with another --method than tissue',
  );
  const normalize = ['normalize', at('scan.nii'), at('out.nii'), '--method', 'nyul'];
  expect(await refused(...normalize)).toMatch(/--landmarks: expected a file with --method nyul/);
  expect(await refused(...normalize, '--landmarks', at('scale.json'))).toMatch(
    /scale\.json: Nyul scale: expected landmarks that rise, found 1, 0/,
  );
});
