import { expect, test } from 'vitest';
import { conditionAt, longestList } from './condition-lists.ts';

test('a value is for all volumes, a list for one volume after the other', () => {
  const lists = { age: [60, 70, 80], group: 'depr' };
  expect(longestList(lists)).toBe(3);
  expect([0, 1, 2, 3].map((volume) => conditionAt(lists, volume))).toEqual([
    { age: 60, group: 'depr' },
    { age: 70, group: 'depr' },
    { age: 80, group: 'depr' },
    { age: 60, group: 'depr' },
  ]);
  expect(longestList({})).toBe(1);
  expect(() => longestList({ age: [] })).toThrow('condition: expected a value for age, found none');
});
