import { describe, expect, it } from 'vitest';
import { limitX0, type Limits } from './thresholding.ts';

const limited = (values: number[], limits: Limits): number[] => {
  const x0 = Float32Array.from(values);
  limitX0(x0, limits);
  return [...x0];
};

describe('dynamic thresholding', () => {
  it('scales by the percentile of absolute values, interpolated between them', () => {
    // |x_0| in order: 0, 1, 2, 3, 4; the 90th percentile is 3.6.
    const found = limited([0, -1, 2, -3, 4], { thresholding: { percentile: 90 } });
    [0, -1 / 3.6, 2 / 3.6, -3 / 3.6, 1].forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
  });

  it('leaves alone what is within the range', () => {
    expect(limited([0.5, -0.25, 0], { thresholding: {} })).toEqual([0.5, -0.25, 0]);
  });

  it('cuts off beyond its maximum, and is clipping with a maximum of 1', () => {
    expect(limited([0.5, -2, 8], { thresholding: { percentile: 100, maximum: 4 } })).toEqual([0.125, -0.5, 1]);
    expect(limited([0.5, -2, 8], { thresholding: { maximum: 1 } })).toEqual([0.5, -1, 1]);
  });

  it('treats another range by its centre and width', () => {
    // [0, 4] has its centre at 2: 10 is 4 half widths away.
    expect(limited([2, 10, 4], { clip: [0, 4], thresholding: { percentile: 100 } })).toEqual([2, 4, 2.5]);
  });

  it('lets NaN be seen and takes no measure from it', () => {
    expect(limited([NaN, 2, -1], { thresholding: { percentile: 100 } })).toEqual([NaN, 1, -0.5]);
    expect(limited([NaN], { thresholding: {} })).toEqual([NaN]);
  });

  it('refuses what is no percentile and no maximum', () => {
    expect(() => limited([1], { thresholding: { percentile: 101 } })).toThrow('found 101');
    expect(() => limited([1], { thresholding: { maximum: 0.5 } })).toThrow('found 0.5');
  });
});
