import { loadTemplate } from '@braingen/registration';
import { freezeAffine, resample } from '@braingen/volume';
import { expect, test } from 'vitest';
import type { ChainSettings } from '../settings.ts';
import { registerStep } from './register.ts';

test('voxels too large for the cortex are said, for the grid to come hides them', async () => {
  const template = await loadTemplate();
  const grid = {
    shape: [46, 55, 46] as const,
    affine: freezeAffine([
      [4, 0, 0, -90],
      [0, 4, 0, -126],
      [0, 0, 4, -72],
      [0, 0, 0, 1],
    ]),
  };
  const light = { ...template, head: resample(template.head, grid) };
  const settings = { template: light, grid } as unknown as ChainSettings;
  const found = async (spacing: number): Promise<readonly string[]> => {
    const scale = spacing / 4;
    const affine = freezeAffine(grid.affine.map((row) => row.map((v, j) => (j < 3 ? v * scale : v))));
    const shape = grid.shape.map((n) => Math.floor(n / scale)) as unknown as typeof grid.shape;
    const volume = resample(template.head, { shape, affine });
    return (await registerStep.apply({ volume, measures: {}, warnings: [] }, settings, {})).warnings;
  };
  expect(await found(4)).toEqual(["voxels of 4 x 4 x 4 mm: tissues and the mask's edge are blurred"]);
  expect(await found(3)).toEqual([]);
});
