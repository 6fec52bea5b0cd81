import { expect, it } from 'vitest';
import { freezeAffine, identityAffine } from '../geometry/affine.ts';
import { Volume, type Shape3 } from '../geometry/volume.ts';
import { reference } from '../testing/reference.test-data.ts';
import { gaussianSmooth } from './smooth.ts';

const figures = reference<{ shape: Shape3; voxels: number[]; cases: { sigma: Shape3; voxels: number[] }[] }>('smooth');
const source = new Volume(Float32Array.from(figures.voxels), { shape: figures.shape, affine: identityAffine });

it.each(figures.cases)("gives SciPy's values for sigma $sigma", ({ sigma, voxels }) => {
  const smooth = gaussianSmooth(source, sigma);
  voxels.forEach((value, i) => expect(smooth.voxels[i]).toBeCloseTo(value, 5));
});

it('takes millimetres by the voxel size', () => {
  const affine = freezeAffine([
    [0, 0, 2, 0],
    [0.5, 0, 0, 0],
    [0, 4, 0, 0],
    [0, 0, 0, 1],
  ]);
  const volume = new Volume(source.voxels, { shape: source.shape, affine });
  expect(gaussianSmooth(volume, { sigmaMm: 2 }).voxels).toEqual(gaussianSmooth(volume, [4, 0.5, 1]).voxels);
});

it('copies where there is nothing to do', () => {
  const copy = gaussianSmooth(source, 0);
  expect(copy.voxels).toEqual(source.voxels);
  expect(copy.voxels).not.toBe(source.voxels);
});

it('smooths labels into fractions', () => {
  const step = new Volume(Uint8Array.of(0, 0, 0, 1, 1, 1), { shape: [6, 1, 1], affine: identityAffine });
  const { voxels } = gaussianSmooth(step, [1, 0, 0]);
  for (let i = 1; i < 6; i++) expect(voxels[i]).toBeGreaterThan(voxels[i - 1]);
  expect(voxels[2] + voxels[3]).toBeCloseTo(1, 6);
});

it('refuses a negative or missing sigma', () => {
  expect(() => gaussianSmooth(source, -1)).toThrow(/at least 0/);
  expect(() => gaussianSmooth(source, NaN)).toThrow(/at least 0/);
});
