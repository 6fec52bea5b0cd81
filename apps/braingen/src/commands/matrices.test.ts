import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTemplate } from '@braingen/registration';
import { freezeAffine, identityAffine, resample, resizeGrid, sameGrid, Volume, type Affine } from '@braingen/volume';
import { readMatrixFile, writeMatrixFile } from '@braingen/registration/node';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.test-data.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-matrices-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

const shift = (x: number, y: number, z: number): Affine =>
  freezeAffine([
    [1, 0, 0, x],
    [0, 1, 0, y],
    [0, 0, 1, z],
    [0, 0, 0, 1],
  ]);

async function braingen(...args: string[]): Promise<{ said: string; result: { matrix: number[][] } }> {
  const { said, out } = await runCommand(...args, '--force', '--json');
  return { said, result: JSON.parse(out || '{}') as { matrix: number[][] } };
}

describe('resample --matrix', () => {
  /** One bright voxel at 4, 5, 6 mm. */
  async function writeDot(): Promise<void> {
    const dot = Volume.zeros({ shape: [10, 11, 12], affine: identityAffine });
    dot.voxels[4 + 10 * (5 + 11 * 6)] = 7;
    await writeVolume(at('dot.nii'), dot);
    // Of these, only one after the other and in this order leads from the dot's new place to its old one.
    await writeMatrixFile(
      at('turn.mat'),
      freezeAffine([
        [0, 1, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ]),
    );
    await writeMatrixFile(at('shift.txt'), shift(2, 0, -1));
  }

  async function place(file: string): Promise<number[]> {
    const { voxels, shape } = await readVolume(at(file));
    const index = voxels.findIndex((value) => value > 6.99);
    return [index % shape[0], Math.floor(index / shape[0]) % shape[1], Math.floor(index / shape[0] / shape[1])];
  }

  test('composes several, from the reference to the input', async () => {
    await writeDot();
    await braingen(
      'resample',
      at('dot.nii'),
      at('out.nii'),
      '--like',
      at('dot.nii'),
      '--matrix',
      at('turn.mat'),
      at('shift.txt'),
    );
    expect(await place('out.nii')).toEqual([5, 2, 7]);
    await braingen(
      'resample',
      at('dot.nii'),
      at('out.nii'),
      '--like',
      at('dot.nii'),
      '--matrix',
      at('shift.txt'),
      at('turn.mat'),
    );
    expect(await place('out.nii')).toEqual([3, 4, 7]);
  });

  test('takes them the other way round', async () => {
    await writeDot();
    const matrix = ['--matrix', at('turn.mat'), at('shift.txt')];
    await braingen('resample', at('dot.nii'), at('there.nii'), '--like', at('dot.nii'), ...matrix);
    await braingen('resample', at('there.nii'), at('back.nii'), '--like', at('dot.nii'), ...matrix, '--inverse');
    expect(await place('back.nii')).toEqual([4, 5, 6]);
  });

  test('needs a grid to resample to', async () => {
    await writeDot();
    const args = ['resample', at('dot.nii'), at('out.nii'), '--shape', '5x5x5', '--matrix', at('shift.txt')];
    expect((await braingen(...args)).said).toContain('--matrix: expected --like REF with it, found --shape');
    expect(process.exitCode).toBe(2);
  });
});

test('register begins with a matrix where it is given one, and writes ITK files', async () => {
  /** An ellipsoid with a bright core off its middle: 3 mm voxels. */
  const head = (dx: number): Volume => {
    const volume = Volume.zeros({
      shape: [30, 32, 28],
      affine: freezeAffine([
        [3, 0, 0, -45],
        [0, 3, 0, -48],
        [0, 0, 3, -42],
        [0, 0, 0, 1],
      ]),
    });
    volume.voxels.forEach((_, i) => {
      const [x, y, z] = [3 * (i % 30) - 45 - dx, 3 * (Math.floor(i / 30) % 32) - 48, 3 * Math.floor(i / 960) - 42];
      const outer = Math.hypot(x / 30, y / 38, z / 33);
      volume.voxels[i] = outer > 1 ? 0 : 100 * (1.5 - outer) + (Math.hypot(x - 8, y - 12, z + 4) < 10 ? 80 : 0);
    });
    return volume;
  };
  await writeVolume(at('fixed.nii'), head(0));
  await writeVolume(at('moving.nii'), head(5));
  await writeMatrixFile(at('start.tfm'), shift(4, 0, 0));
  const files = [at('moving.nii'), at('fixed.nii'), at('out.nii')];
  const { result } = await braingen('register', ...files, '--initial', at('start.tfm'), '--matrix', at('found.mat'));
  expect(result.matrix[0][3]).toBeCloseTo(5, 0);
  (await readMatrixFile(at('found.mat'))).forEach((row, i) =>
    row.forEach((value, j) => expect(value).toBeCloseTo(result.matrix[i][j], 9)),
  );
});

test('register takes the shipped template by name', async () => {
  const { head } = await loadTemplate();
  const small = resample(head, resizeGrid(head, [46, 55, 46]));
  const affine = small.affine.map((row, i) => (i === 0 ? [...row.slice(0, 3), row[3] + 6] : row));
  await writeVolume(at('moving.nii'), new Volume(small.voxels, { shape: small.shape, affine: freezeAffine(affine) }));
  const { result } = await braingen('register', at('moving.nii'), 'template', at('out.nii'));
  expect(result.matrix[0][3]).toBeCloseTo(6, 0);
  const aligned = await readVolume(at('out.nii'));
  expect(sameGrid(aligned, head)).toBe(true);
});
