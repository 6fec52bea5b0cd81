import { expect, test } from 'vitest';
import { taskOf } from './task.ts';

test('ages are numbers, also as text', () => {
  const { kind, encode, decide, truth } = taskOf(['30', '40', '51.5']);
  expect([kind, encode('40'), decide([35.2]), truth('51.5')]).toEqual(['number', [40], 35.2, 51.5]);
});

test('names, and two codes, are classes', () => {
  const { kind, classes, encode, decide, truth } = taskOf(['m', 'f', 'm']);
  expect([kind, classes, encode('m'), decide([-0.2, 0.1]), truth('f')]).toEqual(['class', ['f', 'm'], [-1, 1], 1, 0]);
  expect(taskOf([0, 1, 1]).classes).toEqual(['0', '1']);
  expect(taskOf(['1', '2', 'control']).kind).toBe('class');
});

test('targets that are all the same are no task', () => {
  expect(() => taskOf(['f', 'f'])).toThrow('expected targets that differ, found f');
});
