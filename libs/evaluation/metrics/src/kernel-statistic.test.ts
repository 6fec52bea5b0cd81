import { readFileSync } from 'node:fs';
import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { bootstrap, once, resample } from './bootstrap.ts';
import { kernelStatistic } from './kernel-statistic.ts';

interface Case {
  rows: [number, number];
  columns: number;
  phases: [number, number];
  linear: number;
  gaussian: { value: number; bandwidth: number };
}
const file = new URL('../../../../test-fixtures/reference/metrics/figures.json', import.meta.url);
const { mmd } = JSON.parse(readFileSync(file, 'utf8')) as { mmd: Case[] };

const rowsOf = (rows: number, columns: number, phase: number) =>
  Array.from({ length: rows }, (_, i) =>
    Float64Array.from(
      { length: columns },
      (_, k) => Math.sin(phase + 1.7 * i * i + 0.9 * k + 0.37 * i * k) + (0.1 * k) / columns,
    ),
  );

const normals = (count: number, seed: number, shift = 0) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => Float64Array.from({ length: 3 }, () => random.normal() + shift));
};

describe('kernelStatistic', () => {
  it.each(mmd)("with a linear kernel gives MONAI's MMDMetric for $rows rows of $columns", async (one) => {
    const [x, y] = [0, 1].map((side) => rowsOf(one.rows[side], one.columns, one.phases[side]));
    const { between } = await kernelStatistic(x, y, { kind: 'linear' });
    expect(between(once(x.length), once(y.length))).toBeCloseTo(one.linear, 10);
  });

  it.each(mmd)('with a Gaussian kernel gives the formula in numpy for $rows rows of $columns', async (one) => {
    const [x, y] = [0, 1].map((side) => rowsOf(one.rows[side], one.columns, one.phases[side]));
    const { between, bandwidth } = await kernelStatistic(x, y, { kind: 'gaussian' });
    expect(bandwidth).toBeCloseTo(one.gaussian.bandwidth, 10);
    expect(between(once(x.length), once(y.length))).toBeCloseTo(one.gaussian.value, 10);
  });

  it("gives MONAI's zero for volumes of ones", async () => {
    const ones = [0, 1, 2].map(() => new Float32Array(1000).fill(1));
    for (const kind of ['linear', 'gaussian'] as const) {
      const { between } = await kernelStatistic(ones, ones, { kind });
      expect(between(once(3), once(3))).toBeCloseTo(0, 12);
    }
  });

  it('is unbiased: over many draws from one distribution its mean is zero', async () => {
    const values = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const { between } = await kernelStatistic(normals(8, 2 * i), normals(8, 2 * i + 1), {
          kind: 'gaussian',
          bandwidth: 2,
        });
        return between(once(8), once(8));
      }),
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean)).toBeLessThan((3 * spread) / Math.sqrt(values.length));
  });

  it('leaves repeats out of a resample, so that the bootstrap is centred on the figure', async () => {
    const { between } = await kernelStatistic(normals(12, 1), normals(12, 2, 0.8), { kind: 'gaussian' });
    const { bias, interval } = await bootstrap(between, [12, 12], {
      resamples: 2000,
      confidence: 0.95,
      random: createRandom(5),
    });
    const value = between(once(12), once(12));
    expect(Math.abs(bias)).toBeLessThan(0.05 * (interval[1] - interval[0]));
    expect(interval[0]).toBeLessThan(value);
    expect(interval[1]).toBeGreaterThan(value);
  });

  it('within the first set is the statistic between its parts', async () => {
    const x = normals(6, 4);
    const whole = await kernelStatistic(x, normals(5, 9), { kind: 'gaussian', bandwidth: 1.5 });
    const parts = await kernelStatistic(x.slice(0, 3), x.slice(3), { kind: 'gaussian', bandwidth: 1.5 });
    expect(whole.withinFirst(Float64Array.of(1, 1, 1, 0, 0, 0), Float64Array.of(0, 0, 0, 1, 1, 1))).toBeCloseTo(
      parts.between(once(3), once(3)),
      12,
    );
  });
});

describe('resample', () => {
  it('draws as many members as there are, never one alone', () => {
    const random = createRandom(0);
    for (let i = 0; i < 200; i++) {
      const counts = resample(3, random);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
      expect(counts.filter((count) => count > 0).length).toBeGreaterThan(1);
    }
  });
});
