import { createRandom } from '@braingen/volume';
import { expect, test } from 'vitest';
import { balancedAccuracy, difference, figuresOfNumbers } from './figure.ts';

test('an error has the interval of Student, R2 that of the jackknife', async () => {
  const answers = { truth: [20, 30, 40, 50, 60], said: [22, 29, 43, 46, 60] };
  const [error, explained] = await figuresOfNumbers(answers, createRandom(1));
  expect(error.value).toBeCloseTo(2, 12);
  // SciPy 1.13: stats.t.interval(0.95, 4, 2, stats.sem([2, 1, 3, 4, 0]))
  expect(error.interval!.map((end) => Number(end.toFixed(4)))).toEqual([0.0368, 3.9632]);
  expect(explained.value).toBeCloseTo(1 - 30 / 1000, 12);
  expect(explained.interval![0]).toBeLessThan(0.97);
});

test('an error is never below 0, and R2 never above 1', async () => {
  const [error, explained] = await figuresOfNumbers({ truth: [20, 30, 40], said: [20, 30, 43] }, createRandom(1));
  expect(error.interval![0]).toBe(0);
  expect(explained.interval![1]).toBe(1);
});

test('two people give no interval', async () => {
  const figures = await figuresOfNumbers({ truth: [20, 30], said: [22, 29] }, createRandom(1));
  expect(figures.map(({ interval }) => interval)).toEqual([null, null]);
});

test('classes count alike however many people they have, and everybody told right leaves doubt', () => {
  const half = balancedAccuracy({ truth: [0, 0, 0, 0, 1, 1], said: [0, 0, 0, 0, 0, 0] });
  expect(half.value).toBe(0.5);
  const right = balancedAccuracy({ truth: [0, 0, 0, 1, 1, 1], said: [0, 0, 0, 1, 1, 1] });
  expect(right.interval![0]).toBeCloseTo(1 - (1 - 0.4385) / Math.SQRT2, 3);
  expect(right.interval![1]).toBe(1);
});

test('a difference is as uncertain as both together', () => {
  const gain = difference(
    'gain',
    { name: 'a', value: 0.8, interval: [0.7, 0.85] },
    { name: 'b', value: 0.6, interval: [0.5, 0.7] },
  );
  expect(gain.value).toBeCloseTo(0.2, 12);
  expect(gain.interval![0]).toBeCloseTo(0.2 - Math.hypot(0.1, 0.1), 12);
  expect(gain.interval![1]).toBeCloseTo(0.2 + Math.hypot(0.05, 0.1), 12);
});
