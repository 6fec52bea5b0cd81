import { freezeAffine, identityAffine, mni152Grid, resizeGrid } from '@braingen/volume';
import { expect, it } from 'vitest';
import { brainCoverage } from './brain-coverage.ts';

it('is all of a head, half of half a head, nothing of what lies elsewhere', () => {
  expect(brainCoverage(resizeGrid(mni152Grid, [42, 64, 42]))).toBe(1);
  const rightHalf = {
    shape: [100, 217, 181],
    affine: freezeAffine(mni152Grid.affine.map((row, i) => (i === 0 ? [1, 0, 0, 0] : row))),
  } as const;
  expect(brainCoverage(rightHalf)).toBeCloseTo(0.5, 2);
  expect(brainCoverage({ shape: [8, 8, 8], affine: identityAffine })).toBeLessThan(0.01);
  const far = freezeAffine(identityAffine.map((row, i) => (i === 0 ? [1, 0, 0, 5000] : row)));
  expect(brainCoverage({ shape: [181, 217, 181], affine: far })).toBe(0);
});
