import { expect, it } from 'vitest';
import { checkValues } from './weights.ts';

const shapes = new Map([
  ['a', [2, 2]],
  ['b', [3]],
]);
const values = (b: number[]): Map<string, Float32Array> =>
  new Map([
    ['a', Float32Array.of(1, 2, 3, 4)],
    ['b', Float32Array.from(b)],
  ]);

it('weights that are not finite are refused by their key', () => {
  expect(() => checkValues(shapes, values([5, 6, 7]))).not.toThrow();
  expect(() => checkValues(shapes, values([5, NaN, 7]))).toThrow('expected finite numbers for b, found NaN at 1');
  expect(() => checkValues(shapes, values([5, 6, -Infinity]))).toThrow('for b, found -Infinity at 2');
  expect(() => checkValues(shapes, values([5, 6]))).toThrow('expected 3 numbers for b [3], found 2');
});
