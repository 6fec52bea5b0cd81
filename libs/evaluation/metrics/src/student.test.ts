import { describe, expect, it } from 'vitest';
import { studentQuantile } from './student.ts';

describe('studentQuantile', () => {
  // scipy.stats.t.ppf, scipy 1.17.1
  it.each([
    [0.975, 1, 12.706204736],
    [0.975, 2, 4.30265273],
    [0.975, 3, 3.182446305],
    [0.995, 4, 4.604094871],
    [0.975, 37, 2.026192463],
    [0.95, 85, 1.6629785],
  ])('is that of scipy at %d with %d degrees of freedom', (p, degrees, expected) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(expected, 7);
  });
});
