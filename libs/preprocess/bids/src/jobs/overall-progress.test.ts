import { expect, test } from 'vitest';
import { overallProgress } from './overall-progress.ts';

test('scans at work count by their fractions, those that took no time do not', () => {
  const seen: unknown[] = [];
  const begin = overallProgress(5, (fraction, finished) => seen.push([fraction, finished]));
  begin().done('none');
  const [first, second] = [begin(), begin()];
  first.update(0.5);
  second.update(0.25);
  first.done('time');
  expect(seen).toEqual([
    [0, 1],
    [0.125, 1],
    [0.1875, 1],
    [0.3125, 2],
  ]);
});

test('where all were done already there is nothing to say', () => {
  const seen: unknown[] = [];
  overallProgress(1, (fraction) => seen.push(fraction))().done('none');
  expect(seen).toEqual([]);
});
