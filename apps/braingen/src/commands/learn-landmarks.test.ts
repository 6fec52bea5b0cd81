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

test('a scale is learned, and normalize puts the landmarks of a scan upon it', async () => {
  const { image } = await createPhantom({ seed: 5, spacing: 4 });
  await writeVolume(at('scan.nii'), image);
  const learned = await runCommand('learn-landmarks', at('scale.json'), at('scan.nii'), '--json');
  expect(learned.status).toBe(0);
  const scale = JSON.parse(await readFile(at('scale.json'), 'utf8')) as NyulScale;
  expect(JSON.parse(learned.out)).toMatchObject({ output: at('scale.json'), ...scale });
  expect(scale.quantiles).toEqual([0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99]);
  expect([scale.landmarks[0], scale.landmarks.at(-1)]).toEqual([0, 1]);
  expect(scale.landmarks).toEqual([...scale.landmarks].sort((a, b) => a - b));

  const scaled = { ...scale, landmarks: scale.landmarks.map((landmark) => 100 + 50 * landmark) };
  await writeFile(at('scaled.json'), JSON.stringify(scaled));
  const args = ['normalize', at('scan.nii'), at('out.nii'), '--method', 'nyul', '--landmarks', at('scaled.json')];
  expect((await runCommand(...args)).status).toBe(0);
  const inside = (await readVolume(at('out.nii'))).voxels.filter((value) => value !== 0);
  const found = quantiles(inside, scaled.quantiles);
  found.forEach((value, i) => expect(value).toBeCloseTo(scaled.landmarks[i], 1));
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
  const normalize = ['normalize', at('scan.nii'), at('out.nii'), '--method', 'nyul'];
  expect(await refused(...normalize)).toMatch(/--landmarks: expected a file with --method nyul/);
  expect(await refused(...normalize, '--landmarks', at('scale.json'))).toMatch(
    /scale\.json: Nyul scale: expected landmarks that rise, found 1, 0/,
  );
});
