import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pathInside } from './inside.ts';

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'braingen-inside-')));
  mkdirSync(join(root, 'out', 'sub-01'), { recursive: true });
  mkdirSync(join(root, 'elsewhere'));
  symlinkSync(join(root, 'elsewhere'), join(root, 'out', 'sub-02'));
  symlinkSync(join(root, 'out', 'sub-01'), join(root, 'out', 'sub-03'));
  symlinkSync(join(root, 'not-there'), join(root, 'out', 'sub-04'));
  symlinkSync(join(root, 'out'), join(root, 'alias'));
});
afterAll(() => rmSync(root, { recursive: true }));

it('gives paths inside, of what is there and what will be', async () => {
  const out = join(root, 'out');
  expect(await pathInside(out, 'sub-01', 'anat', 'scan.nii')).toBe(join(out, 'sub-01', 'anat', 'scan.nii'));
  expect(await pathInside(out, 'sub-03', 'scan.nii')).toBe(join(out, 'sub-03', 'scan.nii'));
  expect(await pathInside(join(root, 'alias'), 'sub-01')).toBe(join(out, 'sub-01'));
  expect(await pathInside(join(root, 'new'), '..sub')).toBe(join(root, 'new', '..sub'));
});

it.each([['..'], ['../elsewhere'], ['sub-01/../../elsewhere'], ['/etc/passwd'], ['sub-02/scan.nii'], ['a\0b']])(
  'refuses %s',
  async (name) => {
    await expect(pathInside(join(root, 'out'), name)).rejects.toThrow(/expected a path inside/);
  },
);

it('refuses a link that leads out to nothing yet', async () => {
  await expect(pathInside(join(root, 'out'), 'sub-04')).rejects.toThrow(/expected a path inside/);
});
