import { createRandom } from '@braingen/volume';
import { expect, test } from 'vitest';
import { diceFigure, diceOfPerson, meanOfKnown } from './dice-figures.ts';

test('labels that nobody has count neither in a person nor among people', async () => {
  expect(meanOfKnown([0.5, NaN, 0.7])).toBeCloseTo(0.6, 12);
  expect(
    diceOfPerson([
      [0.5, NaN],
      [0.7, NaN],
    ]),
  ).toEqual([expect.closeTo(0.6, 12), NaN]);
  const { value, interval } = await diceFigure('Dice', [0.8, NaN, 0.9, 1], createRandom(1));
  expect(value).toBeCloseTo(0.9, 12);
  // SciPy 1.13: stats.t.interval(0.95, 2, 0.9, stats.sem([0.8, 0.9, 1])) is 0.6516 to 1.1484; a Dice coefficient is at most 1.
  expect(interval![0]).toBeCloseTo(0.6516, 4);
  expect(interval![1]).toBe(1);
  expect((await diceFigure('Dice', [0.8, 0.9], createRandom(1))).interval).toBeNull();
});
