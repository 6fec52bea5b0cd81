import { expect, test } from 'vitest';
import { bestSoFar } from './best-so-far.ts';

const losses = [0.5, 0.4, 0.45, 0.4, 0.3, 0.31, 0.32];
const lines = losses.map((validationLoss, i) => ({ step: i + 1, validationLoss }));

test('knows the lowest, and when it has waited enough for another', () => {
  const { take } = bestSoFar([], 2);
  const found = lines.map(take);
  expect(found.map(({ isBest }) => isBest)).toEqual([true, true, false, false, true, false, false]);
  expect(found.map(({ isEnough }) => isEnough)).toEqual([false, false, false, true, false, false, true]);
});

test('goes on where the log ends', () => {
  const whole = bestSoFar([], 2);
  const expected = lines.map(whole.take);
  for (let cut = 0; cut <= lines.length; cut++) {
    const rest = bestSoFar([{ step: 0, loss: 1 }, ...lines.slice(0, cut)], 2);
    expect(rest.isEnough()).toBe(cut > 0 && expected[cut - 1].isEnough);
    expect(lines.slice(cut).map(rest.take)).toEqual(expected.slice(cut));
  }
});

test('holds the losses of one stage against those of the same stage alone', () => {
  const { take } = bestSoFar([{ step: 1, stage: 'coarse', validationLoss: 0.1 }], 2);
  expect(take({ step: 2, stage: 'details', validationLoss: 0.4 })).toEqual({ isBest: true, isEnough: false });
  expect(take({ step: 3, stage: 'details', validationLoss: 0.5 })).toEqual({ isBest: false, isEnough: false });
  expect(take({ step: 4, stage: 'details', validationLoss: 0.5 })).toEqual({ isBest: false, isEnough: true });
});
