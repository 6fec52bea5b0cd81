import { expect, test } from 'vitest';
import { someOf } from './some-of.ts';

test('names five and counts the rest, and cuts what is long', () => {
  expect(someOf([])).toBe('');
  expect(someOf(['a', 'b'])).toBe('a, b');
  expect(someOf(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
  expect(someOf(['x'.repeat(50)])).toBe(`${'x'.repeat(40)}...`);
});
