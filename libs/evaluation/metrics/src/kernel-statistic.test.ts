import { readFileSync } from 'node:fs';
import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { kernelStatistic } from './kernel-statistic.ts';
import { once } from './statistic.ts';

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

  it('leaves pairs of one member out where it counts twice', async () => {
    const [x, y] = [normals(3, 1), normals(4, 2, 0.8)];
    const { between } = await kernelStatistic(x, y, { kind: 'gaussian', bandwidth: 2 });
    const k = (a: Float64Array, b: Float64Array) => Math.exp(-a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / 8);
    const across = y.reduce((sum, row) => sum + (2 * k(x[0], row) + k(x[1], row)) / 12, 0);
    const within = y.flatMap((a, i) => y.slice(0, i).map((b) => k(a, b))).reduce((sum, v) => sum + v / 6, 0);
    expect(between(Float64Array.of(2, 1, 0), once(4))).toBeCloseTo(k(x[0], x[1]) + within - 2 * across, 12);
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
