import { describe, expect, it } from 'vitest';
import reference from '../../../../test-fixtures/reference/denoise/rician.json' with { type: 'json' };
import { expectedMagnitude, koayFactor, trueAmplitude } from './rician.ts';

describe('Rician magnitudes', () => {
  it.each(reference.cases)('have the mean and variance scipy gives at theta = $theta', ({ theta, mean, variance }) => {
    expect(expectedMagnitude(theta * 2.5, 2.5) / 2.5).toBeCloseTo(mean, 4);
    expect(koayFactor(theta)).toBeCloseTo(variance, 2);
    expect(trueAmplitude(mean * 2.5, 2.5)).toBeCloseTo(theta * 2.5, 2);
  });

  it('below the mean of pure noise hold no signal', () => {
    expect(trueAmplitude(1, 1)).toBe(0);
  });
});
