import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookupTable, networkGrid } from '@braingen/anatomy';
import { createPhantom, labels as parts } from '@braingen/phantom';
import { resample, sameGrid } from '@braingen/volume';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
/** Millilitres of white matter of the cerebrum in MNI152 space. */
let whiteMatterMl: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-segment-'));
  const { image, labels, templateToWorld } = await createPhantom({ seed: 3, spacing: 2.5 });
  const place = { transform: templateToWorld };
  await writeVolume(at('brain.nii.gz'), resample(image, networkGrid, { ...place, antialias: true }));
  const truth = resample(labels, networkGrid, { ...place, interpolation: 'nearest' });
  const white: readonly number[] = [parts.leftWhiteMatter, parts.rightWhiteMatter];
  whiteMatterMl = (truth.voxels.filter((label) => white.includes(label)).length * 2.155 * 1.695 * 2.155) / 1000;
  return () => rm(folder, { recursive: true });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

interface Result {
  readonly volumes: readonly { readonly region: string; readonly side?: string; readonly volumeMl: number }[];
  readonly quality: number;
  readonly reliable: boolean;
}

test('labels lie on the grid of the input, with a table beside them; volumes and quality are said', async () => {
  const { status, out } = await runCommand('segment', at('brain.nii.gz'), at('dseg.nii.gz'), '--registered', '--json');
  expect(status).toBe(0);
  const { volumes, quality, reliable } = JSON.parse(out) as Result;
  expect(volumes.length).toBe(14);
  expect(reliable).toBe(quality >= 0.65);
  const white = volumes.filter(({ region }) => region === 'white matter');
  expect(white.map(({ side }) => side)).toEqual(['left', 'right']);
  const found = white.reduce((sum, { volumeMl }) => sum + volumeMl, 0);
  expect(Math.abs(found / whiteMatterMl - 1)).toBeLessThan(0.15);
  expect(sameGrid(await readVolume(at('dseg.nii.gz')), networkGrid, 1e-3)).toBe(true);
  expect(await readFile(at('dseg.tsv'), 'utf8')).toBe(lookupTable());
});

test('nothing is overwritten, and weights of something else are named', async () => {
  const again = await runCommand('segment', at('brain.nii.gz'), at('dseg.nii.gz'), '--registered');
  expect([again.status, again.said]).toEqual([2, expect.stringContaining('dseg.nii.gz')]);
  await writeFile(at('other.safetensors'), 'no weights');
  const other = await runCommand('segment', at('brain.nii.gz'), at('a.nii.gz'), '--weights', at('other.safetensors'));
  expect([other.status, other.said]).toEqual([2, expect.stringContaining('other.safetensors')]);
});
