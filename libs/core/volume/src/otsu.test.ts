import { expect, it } from 'vitest';
import { otsuThreshold } from './otsu.ts';

it('lies between two heaps, whatever their sizes', () => {
  const histogram = new Float64Array(100);
  for (const [centre, count] of [
    [20, 9000],
    [70, 1000],
  ]) {
    for (let d = -5; d <= 5; d++) histogram[centre + d] = count * Math.exp((-d * d) / 8);
  }
  const threshold = otsuThreshold(histogram, 0, 1);
  expect(threshold).toBeGreaterThan(0.25);
  expect(threshold).toBeLessThan(0.65);
});

it("is stated in the units of the histogram's ends", () => {
  expect(otsuThreshold(Float64Array.of(5, 0, 0, 5), -40, 40)).toBe(-20);
});
