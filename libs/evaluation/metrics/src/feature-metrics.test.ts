import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageOf } from './coverage.ts';
import { densityOf } from './density.ts';
import { frechetStatistic } from './frechet-distance.ts';
import { kernelStatistic } from './kernel-statistic.ts';
import { statisticOf } from './neighbourhood-metric.ts';
import { neighbourhoods } from './neighbourhoods.ts';
import { precisionOf } from './precision.ts';
import { recallOf } from './recall.ts';
import { once } from './statistic.ts';

interface Case {
  rows: [number, number];
  columns: number;
  phases: [number, number];
}
interface Balls extends Case {
  offset: number;
  k: number;
  precision: number;
  recall: number;
  density: number;
  coverage: number;
  kid?: number;
}
const file = new URL('../../../../test-fixtures/reference/metrics/features.json', import.meta.url);
const reference = JSON.parse(readFileSync(file, 'utf8')) as { balls: Balls[]; fid: (Case & { value: number })[] };

const spread = ([x, y]: Float64Array[][], offset: number) =>
  [x, y].map((set, which) =>
    set.map((row, i) => row.map((value) => value * (0.2 + i / set.length) + (which === 1 ? offset : 0))),
  );

const rowsOf = ({ rows, columns, phases }: Case) =>
  [0, 1].map((set) =>
    Array.from({ length: rows[set] }, (_, i) =>
      Float64Array.from(
        { length: columns },
        (_, k) => Math.sin(phases[set] + 1.7 * i * i + 0.9 * k + 0.37 * i * k) + (0.1 * k) / columns,
      ),
    ),
  );

describe.each(reference.balls)('$rows volumes of $columns features', (one) => {
  const [x, y] = spread(rowsOf(one), one.offset);
  const all = [once(one.rows[0]), once(one.rows[1])] as const;

  it('have the precision, recall, density and coverage that prdc gives', async () => {
    const balls = await neighbourhoods(x, y, one.k);
    for (const [name, figure] of Object.entries({
      precision: precisionOf,
      recall: recallOf,
      density: densityOf,
      coverage: coverageOf,
    })) {
      expect([name, statisticOf(figure, balls)(...all)]).toEqual([
        name,
        expect.closeTo(one[name as keyof Balls] as number, 12),
      ]);
    }
  });

  it.skipIf(one.kid === undefined)('have the KID that torchmetrics gives', async () => {
    const { between } = await kernelStatistic(x, y, { kind: 'cubic' });
    expect(between(...all)).toBeCloseTo(one.kid!, 10);
  });
});

describe('FID of 86 against 86 volumes of 2048 features', () => {
  it('is the formula with whole covariances', async () => {
    const [one] = reference.fid;
    const [x, y] = rowsOf(one);
    const found = (await frechetStatistic(x, y))(once(86), once(86));
    expect(Math.abs(found - one.value) / one.value).toBeLessThan(1e-6);
  });
});
