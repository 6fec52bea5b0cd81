import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Volume, type Grid } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLibrary } from './read-library.ts';

const grid = {
  shape: [60, 60, 60],
  affine: [
    [4, 0, 0, -118],
    [0, 4, 0, -118],
    [0, 0, 4, -118],
    [0, 0, 0, 1],
  ],
} as unknown as Grid;

const ball = (value: (mm: number) => number): Volume => {
  const out = Volume.zeros(grid);
  out.voxels.forEach((_, i) => {
    const at = [i % 60, Math.floor(i / 60) % 60, Math.floor(i / 3600)].map((n) => 4 * n - 118);
    out.voxels[i] = value(Math.hypot(...at));
  });
  return out;
};
const head = ball((mm) => (mm < 70 ? 100 : mm < 78 ? 20 : mm < 95 ? 80 : 1));
const mask = ball((mm) => (mm < 74 ? 1 : 0));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-library-'));
});
afterEach(() => rm(folder, { recursive: true }));
const write = (name: string, volume: Volume): Promise<void> => writeVolume(join(folder, name), volume);

describe('readLibrary', () => {
  it('reads pairs in order of name', async () => {
    await write('b.nii.gz', head);
    await write('b_mask.nii.gz', mask);
    await write('a.nii', head);
    await write('a_mask.nii', mask);
    const entries = await readLibrary(folder);
    expect(entries.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(Float32Array.from(entries[1].mask.voxels)).toEqual(mask.voxels);
  });

  it('says what is missing', async () => {
    await expect(readLibrary(folder)).rejects.toThrow(/pairs NAME.nii.gz/);
    await write('a.nii.gz', head);
    await expect(readLibrary(folder)).rejects.toThrow(/a_mask.nii.gz beside a.nii.gz/);
    await write('a_mask.nii.gz', mask);
    await write('z_mask.nii.gz', mask);
    await expect(readLibrary(folder)).rejects.toThrow(/a head z.nii.gz/);
  });

  it('refuses a mask on another grid and an empty one, by name', async () => {
    await write('a.nii.gz', head);
    await write(
      'a_mask.nii.gz',
      new Volume(mask.voxels, {
        ...grid,
        affine: grid.affine.map((row, i) =>
          row.map((v, j) => (i === 0 && j === 3 ? v + 8 : v)),
        ) as unknown as Grid['affine'],
      }),
    );
    await expect(readLibrary(folder)).rejects.toThrow(/"a".*one grid/);
    await write('a_mask.nii.gz', Volume.zeros(grid));
    await expect(readLibrary(folder)).rejects.toThrow(/"a".*found 0 ml/);
  });
});
