import { expect, it } from 'vitest';
import { diceOf } from './dice.ts';

it('is twice what is shared by what each has', () => {
  const [found, truth] = [Uint8Array.of(1, 1, 1, 2, 0), Uint8Array.of(1, 1, 2, 2, 2)];
  expect(diceOf(found, truth, [1, 2, 3])).toEqual([4 / 5, 2 / 4, NaN]);
});

it('compares equally many voxels', () => {
  expect(() => diceOf(new Uint8Array(3), new Uint8Array(4), [1])).toThrow('expected 4 voxels, found 3');
});
