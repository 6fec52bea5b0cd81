import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Affine } from '../geometry/affine.ts';
import { rigidAffines } from '../testing/arbitraries.test-data.ts';
import { affineOfQform, qformOfAffine, roundQuaternion } from './quaternion.ts';

function farthest(a: Affine, b: Affine): number {
  return Math.max(...a.flat().map((value, i) => Math.abs(value - b.flat()[i])));
}

it('keeps any rigid pose', () => {
  fc.assert(
    fc.property(rigidAffines, (affine) => {
      expect(farthest(affineOfQform(qformOfAffine(affine)), affine)).toBeLessThan(1e-6);
    }),
  );
});

/** Half turns and flips: a is 0. */
const halfTurns: Affine[] = [
  [
    [-1, 0, 0, 128],
    [0, 0, 1, -128],
    [0, -1, 0, 128],
    [0, 0, 0, 1],
  ],
  [
    [-1, 0, 0, 90],
    [0, -1, 0, 126],
    [0, 0, 1, -72],
    [0, 0, 0, 1],
  ],
  [
    [0, 1, 0, 0],
    [1, 0, 0, 0],
    [0, 0, -1, 0],
    [0, 0, 0, 1],
  ],
];

it('keeps half turns in float32, as well as any other pose', () => {
  const rounded = (affine: Affine): Affine => {
    const qform = qformOfAffine(affine);
    return affineOfQform({ ...qform, quaternion: roundQuaternion(qform.quaternion) });
  };
  for (const affine of halfTurns) expect(farthest(rounded(affine), affine)).toBeLessThan(5e-7);
  fc.assert(
    fc.property(rigidAffines, (affine) => {
      // A hundredth of a millimetre a hundred voxels away.
      expect(farthest(rounded(affine), affine)).toBeLessThan(6 * 1e-4);
    }),
  );
});

it('says how far a quaternion is from a unit one', () => {
  const qform = qformOfAffine(halfTurns[0]);
  expect(() => affineOfQform({ ...qform, quaternion: [1, 0.1, 0] })).toThrow('b^2 + c^2 + d^2 = 1.01');
  expect(() => affineOfQform({ ...qform, offset: [NaN, 0, 0] })).toThrow(/offset/);
});
