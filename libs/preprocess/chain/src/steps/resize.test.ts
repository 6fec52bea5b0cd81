import { createRandom, freezeAffine, resample, resize, resizeGrid, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import type { ChainSettings } from '../settings.ts';
import { resizeStep } from './resize.ts';

const random = createRandom('once');
const own = new Volume(
  Float32Array.from({ length: 20 * 24 * 18 }, () => random.normal()),
  { shape: [20, 24, 18], affine: freezeAffine([[-1, 0, 0, 9], [0, 1, 0, -11], [0, 0, 1.2, -10], [0, 0, 0, 1]]) }, // prettier-ignore
);
const matrix = freezeAffine([[1, 0.1, 0, 0.4], [-0.1, 1, 0, 0.3], [0, 0, 1, 0.6], [0, 0, 0, 1]]); // prettier-ignore
const grid = { shape: [20, 24, 20] as const, affine: freezeAffine([[1, 0, 0, -10], [0, 1, 0, -12], [0, 0, 1, -10], [0, 0, 0, 1]]) }; // prettier-ignore
const placed = resample(own, grid, { transform: matrix });
const head = { volume: placed, measures: {}, warnings: [] };
const settings = { shape: [10, 12, 10] } as unknown as ChainSettings;
const power = ({ voxels }: Volume): number => voxels.reduce((sum, value) => sum + value * value, 0);

test('a registered head is interpolated once, from its own grid', async () => {
  const { volume } = await resizeStep.apply({ ...head, placement: { matrix, kind: 'head', own } }, settings, {});
  const once = resample(own, resizeGrid(grid, [10, 12, 10]), { transform: matrix, antialias: true });
  expect(volume).toEqual(once);
  // A second interpolation takes away detail that the first has left.
  expect(power(volume)).toBeGreaterThan(1.2 * power(resize(placed, [10, 12, 10])));
});

test('a head on its own grid is resized there, and outside the mask it is exactly 0', async () => {
  const mask = placed.with(Uint8Array.from(placed.voxels, (_, i) => Number(i % 20 < 9)));
  const resized = await resizeStep.apply({ ...head, mask }, settings, {});
  const expected = resize(placed, [10, 12, 10]).voxels;
  resized.volume.voxels.forEach((value, i) =>
    expect(value).toBe(i % 10 < 4 || (i % 10 === 4 && resized.mask!.voxels[i]) ? expected[i] : 0),
  );
  expect(new Set(resized.mask!.voxels)).toEqual(new Set([0, 1]));
});
