import { expect, it } from 'vitest';
import { coarseSide } from './coarse.ts';
import { freezeAffine } from './geometry/affine.ts';

it.each([
  [1, undefined],
  [3.001, undefined],
  [3.1, 3.1],
])('a side of %d mm is coarse: %s', (side, found) => {
  const affine = freezeAffine([[0, 1, 0, 0], [-side, 0, 0, 0], [0, 0, 2, 0], [0, 0, 0, 1]]); // prettier-ignore
  expect(coarseSide({ shape: [2, 2, 2], affine })).toBe(found);
});
