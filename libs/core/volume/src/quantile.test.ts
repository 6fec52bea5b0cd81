import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantile, quantiles } from './quantile.ts';
import { reference } from './testing/reference.test-data.ts';

const figures = reference<{ values: number[]; qs: number[]; results: number[] }>('quantile');

it("gives NumPy's values, one by one and together", () => {
  const values = Float32Array.from(figures.values);
  quantiles(values, figures.qs).forEach((value, i) => expect(value).toBeCloseTo(figures.results[i], 4));
  figures.qs.forEach((q, i) => expect(quantile(values, q)).toBeCloseTo(figures.results[i], 4));
  expect([...values]).toEqual([...Float32Array.from(figures.values)]);
});

it('finds every order statistic, ties among them', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 60 }), (list) => {
      const sorted = [...list].sort((a, b) => a - b);
      const qs = sorted.map((_, i) => (sorted.length === 1 ? 0.5 : i / (sorted.length - 1)));
      quantiles(Int16Array.from(list), qs).forEach((value, i) => expect(value).toBeCloseTo(sorted[i], 9));
    }),
  );
});

it('refuses no voxels and no quantile', () => {
  expect(() => quantile(new Float32Array(0), 0.5)).toThrow(/expected voxels/);
  expect(() => quantile(Float32Array.of(1), 1.1)).toThrow(/between 0 and 1/);
  expect(() => quantile(Float32Array.of(1), NaN)).toThrow(/between 0 and 1/);
});
