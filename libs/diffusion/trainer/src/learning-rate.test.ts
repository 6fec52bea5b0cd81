import { describe, expect, it } from 'vitest';
import { warmupCosine } from './learning-rate.ts';

describe('warmupCosine', () => {
  it('climbs to the peak and falls to the floor', () => {
    const rate = warmupCosine({ peak: 0.4, steps: 104, warmup: 4, floor: 0.1 });
    expect([0, 1, 3].map(rate)).toEqual([0.1, 0.2, 0.4]);
    expect(rate(54)).toBeCloseTo(0.4 * 0.55, 12);
    expect(rate(104)).toBeCloseTo(0.04, 12);
    expect(rate(500)).toBeCloseTo(0.04, 12);
  });

  it('needs no warm-up', () => {
    expect(warmupCosine({ peak: 1, steps: 10 })(0)).toBe(1);
  });
});
