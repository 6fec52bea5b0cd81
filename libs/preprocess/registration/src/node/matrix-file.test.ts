import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyAffine, composeAffine, freezeAffine, identityAffine, type Affine } from '@braingen/volume';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMatrixFile, readTransform, writeMatrixFile } from './matrix-file.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-matrix-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Turns by 90 degrees about z. */
const turn: Affine = freezeAffine([
  [0, -1, 0, 0],
  [1, 0, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
]);
const shift: Affine = freezeAffine([
  [1, 0, 0, 7],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
]);

test('the name decides the format, and every format is read again', async () => {
  for (const name of ['plain.txt', 'itk.tfm', 'ants.mat', 'CAPITALS.MAT']) {
    await writeMatrixFile(at(name), turn);
    (await readMatrixFile(at(name))).forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(turn[i][j], 12)),
    );
  }
  expect(await readFile(at('itk.tfm'), 'utf8')).toMatch(/^#Insight Transform File/);
  expect(await readFile(at('plain.txt'), 'utf8')).toMatch(/^0 -1 0 0\n/);
  expect(await readFile(at('CAPITALS.MAT'))).toEqual(await readFile(at('ants.mat')));
});

test('several files are one transform, the first taken first', async () => {
  await writeMatrixFile(at('turn.txt'), turn);
  await writeMatrixFile(at('shift.mat'), shift);
  const both = await readTransform([at('turn.txt'), at('shift.mat')]);
  expect(applyAffine(both, [1, 0, 0])).toEqual([7, 1, 0]);
  const back = await readTransform([at('turn.txt'), at('shift.mat')], { inverse: true });
  expect(composeAffine(back, both)).toEqual(identityAffine);
  await expect(readTransform([])).rejects.toThrow('expected at least one file, found none');
});

test('a file that holds no matrix is named', async () => {
  const path = at('bad.txt');
  await writeFile(path, '1 2 3\n');
  await expect(readMatrixFile(path)).rejects.toThrow(/bad\.txt: readMatrix: expected four lines/);
  await writeFile(path, '1 2 3\n'.repeat(50_000));
  await expect(readMatrixFile(path)).rejects.toThrow(/found 50000 lines of 3, 3, 3, 3, 3, 3, 3, 3$/);
  await writeFile(path, '1 0 0 4\n0 1 0 5\n0 0 1 6\n0 0 0 1\n');
  expect((await readMatrixFile(path))[1]).toEqual([0, 1, 0, 5]);
});
