import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { confidenceInterval } from './interval.ts';
import { once, type Statistic } from './statistic.ts';
import { studentQuantile } from './student.ts';

const sample = (seed: number, size: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: size }, () => random.normal());
};

const meanOf =
  (values: Float64Array): Statistic =>
  (counts) =>
    values.reduce((sum, value, i) => sum + counts[i] * value, 0) / counts.reduce((sum, count) => sum + count, 0);

const options = { resamples: 200, confidence: 0.95, random: createRandom(0) };

describe('confidenceInterval', () => {
  it("is Student's for a mean", async () => {
    const values = sample(1, 30);
    const mean = meanOf(values)(once(30));
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 29);
    const [low, high] = (await confidenceInterval(meanOf(values), [30], { ...options, resamples: 2000 })) ?? [];
    const reach = (studentQuantile(0.975, 29) * deviation) / Math.sqrt(30);
    expect(high).toBeGreaterThan(mean + 0.93 * reach);
    expect(high).toBeLessThan(mean + 1.001 * reach);
    expect(mean - Number(low)).toBeCloseTo(Number(high) - mean, 12);
  });

  it('is narrower for what hangs on pairs alone than leaving out one says', async () => {
    // The product of two members of mean zero: without the correction its deviation is sqrt(2) too large.
    const widths = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const values = sample(i, 24);
        const pairs: Statistic = (counts) => {
          const [sum, squares, n] = values.reduce(
            ([s, q, c], value, at) => [s + counts[at] * value, q + counts[at] * value ** 2, c + counts[at]],
            [0, 0, 0],
          );
          return (sum ** 2 - squares) / (n * (n - 1));
        };
        const [low, high] = (await confidenceInterval(pairs, [24], options)) ?? [NaN, NaN];
        return (high - low) / 2 / studentQuantile(0.975, 23);
      }),
    );
    const deviation = Math.sqrt(widths.reduce((sum, width) => sum + width ** 2, 0) / 60);
    const truth = Math.sqrt(2 / (24 * 23));
    expect(deviation).toBeGreaterThan(truth);
    expect(deviation).toBeLessThan(1.38 * truth);
  });

  it('is none for two members, and wide for three', async () => {
    expect(await confidenceInterval(meanOf(sample(1, 2)), [2], options)).toBeNull();
    const [low, high] = (await confidenceInterval(meanOf(sample(1, 3)), [3], options)) ?? [];
    const values = sample(1, 3);
    expect(Number(high) - Number(low)).toBeGreaterThan(Math.max(...values) - Math.min(...values));
  });

  it('does without halves where the figure is not defined on them', async () => {
    const values = sample(4, 5);
    const some: Statistic = (counts) => (counts.filter(Boolean).length < 4 ? NaN : meanOf(values)(counts));
    const [low, high] = (await confidenceInterval(some, [5], options)) ?? [];
    expect(low).toBeLessThan(Number(high));
  });

  it('refuses a figure that is not a number to begin with', async () => {
    await expect(confidenceInterval(() => NaN, [3], options)).rejects.toThrow('expected a finite figure');
  });

  it('leans by a share of its reach where a figure is skewed', async () => {
    const statistic = meanOf(sample(3, 20));
    const value = statistic(once(20));
    const calibration = { widening: 0, excess: 0, lean: 0.25 };
    const [low, high] = (await confidenceInterval(statistic, [20], { ...options, calibration })) ?? [];
    expect(Number(high) - value).toBeCloseTo((5 / 3) * (value - Number(low)), 10);
  });
});
