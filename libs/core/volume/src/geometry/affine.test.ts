import fc from 'fast-check';
import { expect, it } from 'vitest';
import { affines } from '../testing/arbitraries.test-data.ts';
import {
  applyAffine,
  composeAffine,
  determinant,
  freezeAffine,
  identityAffine,
  invertAffine,
  spacingOf,
} from './affine.ts';

it('inverts', () => {
  fc.assert(
    fc.property(
      affines,
      fc.tuple(fc.integer(), fc.integer(), fc.integer()).map((p) => p.map((x) => x % 300)),
      (affine, point) => {
        const there = applyAffine(affine, point as [number, number, number]);
        const back = applyAffine(invertAffine(affine), there);
        back.forEach((value, i) => expect(value).toBeCloseTo(point[i], 6));
      },
    ),
  );
});

it('composes: second after first', () => {
  const shift = freezeAffine([
    [1, 0, 0, 5],
    [0, 1, 0, 6],
    [0, 0, 1, 7],
    [0, 0, 0, 1],
  ]);
  const scale = freezeAffine([
    [2, 0, 0, 0],
    [0, 3, 0, 0],
    [0, 0, 4, 0],
    [0, 0, 0, 1],
  ]);
  expect(applyAffine(composeAffine(shift, scale), [1, 1, 1])).toEqual([7, 9, 11]);
  expect(applyAffine(composeAffine(scale, shift), [1, 1, 1])).toEqual([12, 21, 32]);
  expect(composeAffine(identityAffine, scale)).toEqual(scale);
  expect(spacingOf(composeAffine(shift, scale))).toEqual([2, 3, 4]);
});

it('tells how much larger a mapped piece of space is, and whether it is mirrored', () => {
  const turnedAndStretched = [
    [0, -3, 0, 9],
    [2, 0, 1, 9],
    [0, 0, 4, 9],
  ];
  expect(determinant(turnedAndStretched)).toBe(24);
  expect(determinant([turnedAndStretched[1], turnedAndStretched[0], turnedAndStretched[2]])).toBe(-24);
});

it('refuses what cannot be inverted', () => {
  const flat = [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 2, 0, 0],
    [0, 0, 0, 1],
  ];
  expect(() => invertAffine(freezeAffine(flat))).toThrow(/invertible/);
  expect(() => invertAffine(freezeAffine([[NaN, 0, 0, 0], ...identityAffine.slice(1)]))).toThrow(/invertible/);
  // Small voxels are not singular: a matrix in metres.
  expect(
    invertAffine(
      freezeAffine([
        [1e-6, 0, 0, 0],
        [0, 1e-6, 0, 0],
        [0, 0, 1e-6, 0],
        [0, 0, 0, 1],
      ]),
    )[0][0],
  ).toBeCloseTo(1e6);
});

it('is frozen', () => {
  expect(() => {
    (identityAffine as unknown as number[][])[0][0] = 2;
  }).toThrow(TypeError);
});
