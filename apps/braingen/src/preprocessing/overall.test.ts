import { expect, test } from 'vitest';
import { createTerminal } from '../terminal.ts';
import { openOverall } from './overall.ts';

function watch(scans: number): { overall: ReturnType<typeof openOverall>; seen: unknown[] } {
  const seen: unknown[] = [];
  const task = { update: (fraction: number, note?: string) => void seen.push([fraction, note]), done: () => undefined };
  return { overall: openOverall({ ...createTerminal({ json: true }), task: () => task }, scans), seen };
}

test('scans at work count by their fractions, those that took no time do not', () => {
  const { overall, seen } = watch(5);
  overall.begin().done('none');
  const [first, second] = [overall.begin(), overall.begin()];
  first.update(0.5);
  second.update(0.25);
  first.done('time');
  expect(seen).toEqual([
    [0, '1 of 5 done'],
    [0.125, '1 of 5 done'],
    [0.1875, '1 of 5 done'],
    [0.3125, '2 of 5 done'],
  ]);
});

test('a single scan has no second task', () => {
  const { overall, seen } = watch(1);
  overall.begin().update(0.5);
  overall.done();
  expect(seen).toEqual([]);
});
