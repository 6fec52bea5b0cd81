import { expect, test } from 'vitest';
import { defaultJobs } from './count.ts';

test('one head a core, as many as fit into memory, one at least', () => {
  const gigabyte = 2 ** 30;
  expect(defaultJobs(4, 64 * gigabyte)).toBe(4);
  expect(defaultJobs(16, 9 * gigabyte)).toBe(4);
  expect(defaultJobs(16, gigabyte)).toBe(1);
  expect(defaultJobs(1)).toBe(1);
});
