import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { bootstrap, percentileInterval, type Statistic } from './bootstrap.ts';

const sample = (seed: number, size: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: size }, () => random.normal());
};

const meanOf =
  (values: Float64Array): Statistic =>
  (counts) =>
    values.reduce((sum, value, i) => sum + counts[i] * value, 0) / values.length;

describe('bootstrap', () => {
  it('covers the true mean about as often as it claims', async () => {
    let covered = 0;
    for (let i = 0; i < 200; i++) {
      const { interval } = await bootstrap(meanOf(sample(i, 30)), [30], {
        resamples: 200,
        confidence: 0.9,
        random: createRandom(`coverage ${i}`),
      });
      if (interval[0] <= 0 && interval[1] >= 0) covered++;
    }
    // 0.9 of 200, five standard deviations wide; the percentile bootstrap of 30 undercovers slightly.
    expect(covered).toBeGreaterThan(158);
    expect(covered).toBeLessThan(200);
  });

  it('has the width that theory gives for a mean', async () => {
    const values = sample(1, 50);
    const deviation = Math.sqrt(
      values.reduce((sum, value) => sum + (value - meanOf(values)(new Float64Array(50).fill(1))) ** 2, 0) / 50,
    );
    const { interval } = await bootstrap(meanOf(values), [50], {
      resamples: 4000,
      confidence: 0.95,
      random: createRandom(2),
    });
    expect(interval[1] - interval[0]).toBeCloseTo((2 * 1.96 * deviation) / Math.sqrt(50), 1);
  });

  it('moves a centred interval by the bias, which the number of distinct members has', async () => {
    const distinct: Statistic = (counts) => counts.filter((count) => count > 0).length;
    const options = { resamples: 500, confidence: 0.95, random: createRandom(3) };
    const { interval, bias } = await bootstrap(distinct, [40], { ...options, centred: true });
    expect(bias).toBeCloseTo(40 * (1 - 1 / 40) ** 40 * -1, 0);
    expect(interval[0]).toBeLessThan(40);
    expect(interval[1]).toBeGreaterThan(40);
  });

  it('refuses a statistic that is not a number to begin with', async () => {
    await expect(
      bootstrap(() => NaN, [3], { resamples: 5, confidence: 0.95, random: createRandom(0) }),
    ).rejects.toThrow('expected a finite figure');
  });
});

describe('percentileInterval', () => {
  it('interpolates between order statistics', () => {
    expect(percentileInterval(Float64Array.of(4, 0, 2, 1, 3), 0.5)).toEqual([1, 3]);
    expect(percentileInterval(Float64Array.of(0, 10), 0.9)[0]).toBeCloseTo(0.5);
  });
});
