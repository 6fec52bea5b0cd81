import { expect, test } from 'vitest';
import { solveSymmetric } from './solve-symmetric.ts';

test('solves for several right sides', () => {
  const found = solveSymmetric(Float64Array.of(4, 0, 2, 3), Float64Array.of(10, 11), Float64Array.of(4, 2));
  expect(found.map((x) => [...x].map((value) => Number(value.toFixed(12))))).toEqual([
    [1, 3],
    [1, 0],
  ]);
});

test('refuses a matrix that is not positive definite', () => {
  expect(() => solveSymmetric(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toThrow('found pivot -3 in row 1');
});
