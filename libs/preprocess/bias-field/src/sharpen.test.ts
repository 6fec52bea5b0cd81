import { describe, expect, it } from 'vitest';
import { fourier } from './fourier.ts';
import { expectedIntensities } from './sharpen.ts';

describe('fourier', () => {
  it('agrees with the sum it stands for', () => {
    const values = Float64Array.from({ length: 16 }, (_, i) => Math.sin(i * i));
    const [real, imaginary] = [values.slice(), new Float64Array(16)];
    fourier(real, imaginary);
    for (let k = 0; k < 16; k++) {
      const sum = (part: (angle: number) => number): number =>
        values.reduce((total, value, n) => total + value * part((-2 * Math.PI * k * n) / 16), 0);
      expect(real[k]).toBeCloseTo(sum(Math.cos), 10);
      expect(imaginary[k]).toBeCloseTo(sum(Math.sin), 10);
    }
    expect(() => fourier(new Float64Array(12), new Float64Array(12))).toThrow(/power of two, found 12/);
  });
});

describe('expectedIntensities', () => {
  it('draws intensities towards the peaks a blurred histogram hides', () => {
    const [low, high] = [4, 5.2];
    const at = (i: number): number => low + ((high - low) * i) / 199;
    const blurred = Float64Array.from({ length: 200 }, (_, i) =>
      [4.3, 4.9].reduce((sum, peak) => sum + Math.exp(-((at(i) - peak) ** 2) / (2 * 0.064 ** 2)), 0),
    );
    const expected = expectedIntensities(blurred, low, high, { fullWidthAtHalfMaximum: 0.15, wienerNoise: 0.01 });
    const near = (value: number): number => expected[Math.round(((value - low) / (high - low)) * 199)];
    for (const peak of [4.3, 4.9]) {
      expect(near(peak)).toBeCloseTo(peak, 2);
      expect(Math.abs(near(peak + 0.06) - peak)).toBeLessThan(0.03);
      expect(Math.abs(near(peak - 0.06) - peak)).toBeLessThan(0.03);
    }
    expect(Array.from(expected).every(Number.isFinite)).toBe(true);
  });
});
