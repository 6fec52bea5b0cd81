import { expect, it } from 'vitest';
import { elementCount } from './element-count.ts';

it('is the product of the sides', () => {
  expect(elementCount([84, 128, 84])).toBe(903_168);
  expect(elementCount([3, 0, 2])).toBe(0);
  expect(elementCount([])).toBe(1);
});
