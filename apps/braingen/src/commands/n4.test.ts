import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPhantom } from '@braingen/phantom';
import { readVolume, writeVolume } from '@braingen/volume/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgram } from '../program.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-n4-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

test('--fine divides by one field, nearer to the true one than that of N4 alone', async () => {
  const { image, labels, field } = await createPhantom({ seed: 3, spacing: 4 });
  await writeVolume(at('head.nii'), image);
  const deviation = async (...more: string[]): Promise<number> => {
    await createProgram().parseAsync(
      ['n4', at('head.nii'), at('out.nii'), '--field', at('field.nii'), '--force', ...more],
      {
        from: 'user',
      },
    );
    expect(process.exitCode).toBe(0);
    const [out, found] = [await readVolume(at('out.nii')), await readVolume(at('field.nii'))];
    out.voxels.forEach((value, i) => {
      if (Math.abs(value * found.voxels[i] - image.voxels[i]) > 1e-3 * (1 + image.voxels[i])) throw new Error(`${i}`);
    });
    const differences = Array.from(found.voxels, (value, i) => Math.log(value / field.voxels[i])).filter(
      (_, i) => labels.voxels[i] > 0 && labels.voxels[i] < 500,
    );
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    return Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length);
  };
  const [coarse, fine] = [await deviation(), await deviation('--fine')];
  expect(fine).toBeLessThan(0.7 * coarse);
});
