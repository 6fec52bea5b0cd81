import { expect, it } from 'vitest';
import { histogramRange, tissueRange } from './extremes.ts';

const ramp = Float32Array.from({ length: 10_001 }, (_, i) => i / 100);

it('a spike, a hole and what is not finite do not widen the range of a histogram', () => {
  const spoilt = ramp.slice();
  spoilt.set([32767, -1e6, NaN, Infinity], 5000);
  for (const { low, high } of [histogramRange(ramp), histogramRange(spoilt)]) {
    expect(low).toBeCloseTo(0.1, 1);
    expect(high).toBeCloseTo(99.9, 1);
  }
});

it('an image whose tails hold all contrast keeps its full range', () => {
  const one = new Int16Array(10_000);
  one[17] = 40;
  expect(histogramRange(one)).toEqual({ low: 0, high: 40 });
});

it('tissue lies around the middle nine tenths', () => {
  const { low, high } = tissueRange(ramp, 1.5);
  expect(low).toBeCloseTo(5 - 1.5 * 90, 2);
  expect(high).toBeCloseTo(95 + 1.5 * 90, 2);
});
