import { describe, expect, it } from 'vitest';
import { histogramOf } from './histogram.ts';

describe('histogramOf', () => {
  it('counts every value once, the ends included', () => {
    const values = Float32Array.from({ length: 1001 }, (_, i) => i / 1000);
    const { min, max, count, sum, limits, counts } = histogramOf(values);
    expect([min, max, count]).toEqual([0, 1, 1001]);
    expect(sum).toBeCloseTo(500.5, 3);
    expect(counts.reduce((total, each) => total + each, 0)).toBe(1001);
    limits.forEach((limit, i) => {
      const below = values.filter((value) => value <= limit + 1e-9).length;
      expect(Math.abs(counts.slice(0, i + 1).reduce((total, each) => total + each, 0) - below)).toBeLessThanOrEqual(1);
    });
  });

  it.each([
    ['one value', [3, 3, 3], 3],
    ['none', [], 0],
    ['nothing finite', [NaN, Infinity], 0],
    ['some that are not finite', [1, NaN, 2], 2],
  ])('takes %s', (_, values, count) => {
    const found = histogramOf(values);
    expect(found.count).toBe(count);
    expect(found.counts.reduce((total, each) => total + each, 0)).toBe(count);
  });
});
