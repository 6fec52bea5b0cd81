import { expect, test } from 'vitest';
import { isScheduler } from './is-scheduler.ts';
import * as builtIn from './schedulers.ts';

test('every built-in scheduler is one, other values are none', () => {
  const schedulers = Object.values(builtIn).filter((value) => typeof value === 'object');
  expect(schedulers.length).toBeGreaterThan(5);
  expect(schedulers.filter((value) => !isScheduler(value))).toEqual([]);
  for (const value of [undefined, null, 'ddim', {}, { name: 'a' }, { name: 1, start: () => {} }])
    expect(isScheduler(value)).toBe(false);
});
