import { readFileSync } from 'node:fs';
import { add, multiply, sqrtm, subtract, trace, transpose, type Matrix } from 'mathjs';
import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { frechetStatistic } from './frechet-distance.ts';
import { once } from './statistic.ts';

interface Case {
  rows: [number, number];
  columns: number;
  phases: [number, number];
  value: number;
}
const file = new URL('../../../../test-fixtures/reference/metrics/figures.json', import.meta.url);
const { fid } = JSON.parse(readFileSync(file, 'utf8')) as { fid: Case[] };

const rowsOf = (rows: number, columns: number, phase: number) =>
  Array.from({ length: rows }, (_, i) =>
    Float64Array.from(
      { length: columns },
      (_, k) => Math.sin(phase + 1.7 * i * i + 0.9 * k + 0.37 * i * k) + (0.1 * k) / columns,
    ),
  );

const distance = async (x: Float64Array[], y: Float64Array[]) =>
  (await frechetStatistic(x, y))(once(x.length), once(y.length));

/** Both covariances as arrays of rows, over n - 1. */
function covariance(rows: Float64Array[]): number[][] {
  const mean = rows[0].map((_, k) => rows.reduce((sum, row) => sum + row[k], 0) / rows.length);
  const centred = rows.map((row) => [...row].map((value, k) => value - mean[k]));
  return multiply(multiply(transpose(centred), centred), 1 / (rows.length - 1)) as number[][];
}

describe('frechetStatistic', () => {
  it("gives MONAI's own case", async () => {
    const x = [Float64Array.of(1, 2), Float64Array.of(1, 2), Float64Array.of(1, 2)];
    const y = [Float64Array.of(2, 2), Float64Array.of(1, 2), Float64Array.of(1, 2)];
    expect(await distance(x, y)).toBeCloseTo(0.4444, 4);
  });

  it.each(fid)('gives what MONAI and scipy give for $rows volumes of $columns features', async (one) => {
    const [x, y] = [0, 1].map((side) => rowsOf(one.rows[side], one.columns, one.phases[side]));
    // scipy's square root of a singular product is itself good to about 1e-6.
    expect(await distance(x, y)).toBeCloseTo(one.value, 5);
  });

  it("agrees with the formula and mathjs' square root of a matrix where covariances have full rank", async () => {
    const random = createRandom(3);
    const draw = (n: number) =>
      Array.from({ length: n }, (_, i) =>
        Float64Array.from({ length: 4 }, (_, k) => random.normal() * (k + 1) + i / n),
      );
    const [x, y] = [draw(15), draw(11)];
    const [a, b] = [covariance(x), covariance(y)];
    const root = sqrtm(multiply(a, b) as number[][]) as unknown as Matrix;
    const means = [x, y].map((rows) => rows[0].map((_, k) => rows.reduce((sum, row) => sum + row[k], 0) / rows.length));
    const expected =
      means[0].reduce((sum, value, k) => sum + (value - means[1][k]) ** 2, 0) +
      trace(subtract(add(a, b) as number[][], multiply(2, root)) as never);
    expect(await distance(x, y)).toBeCloseTo(expected, 8);
  });

  it('is the same through inner products and through covariances', async () => {
    // Five features twice: 12 rows of 5 go through covariances, the same padded with zeros to 20 through inner products.
    const [x, y] = [rowsOf(12, 5, 0.3), rowsOf(9, 5, 0.8)];
    const padded = (rows: Float64Array[]) =>
      rows.map((row) => Float64Array.from({ length: 20 }, (_, k) => row[k] ?? 0));
    const narrow = await frechetStatistic(x, y);
    const wide = await frechetStatistic(padded(x), padded(y));
    const random = createRandom('counts');
    for (let i = 0; i < 5; i++) {
      const counts = [12, 9].map((size) => Float64Array.from({ length: size }, () => random.integer(3)));
      expect(wide(...counts)).toBeCloseTo(narrow(...counts), 7);
    }
  });

  it('counts a repeated volume as two volumes', async () => {
    const [x, y] = [rowsOf(5, 30, 0.2), rowsOf(6, 30, 1.1)];
    const twice = await distance([x[0], x[0], x[2], x[3], x[3]], y);
    expect((await frechetStatistic(x, y))(Float64Array.of(2, 0, 1, 2, 0), once(6))).toBeCloseTo(twice, 8);
  });

  it('is zero between a set and itself, in any order, and grows by the square of a shift', async () => {
    const x = rowsOf(8, 20, 0.4);
    expect(await distance(x, [...x].reverse())).toBeCloseTo(0, 6);
    expect(
      await distance(
        x,
        x.map((row) => row.map((value) => value + 0.5)),
      ),
    ).toBeCloseTo(20 * 0.25, 6);
  });

  it('refuses rows of different length', async () => {
    await expect(frechetStatistic(rowsOf(3, 4, 0), rowsOf(3, 5, 0))).rejects.toThrow(
      'expected 4 features a row, found 5',
    );
  });
});
