import { describe, expect, it } from 'vitest';
import { binsOf, smoothed } from './curve-bins.ts';
import { curveChart } from './curve-chart.ts';

describe('binsOf', () => {
  it('keeps a short curve as it is', () => {
    expect(
      binsOf(
        [
          [1, 4],
          [2, 6],
        ],
        10,
      ),
    ).toEqual([
      { step: 1, mean: 4, low: 4, high: 4 },
      { step: 2, mean: 6, low: 6, high: 6 },
    ]);
  });

  it('turns a long one into means and ranges', () => {
    const bins = binsOf(
      Array.from({ length: 1000 }, (_, i) => [i, i % 10] as const),
      100,
    );
    expect(bins).toHaveLength(100);
    expect(bins[3]).toEqual({ step: 34.5, mean: 4.5, low: 0, high: 9 });
  });

  it('leaves out what is not finite', () => {
    expect(
      binsOf(
        [
          [1, NaN],
          [2, Infinity],
          [3, 1],
        ],
        10,
      ),
    ).toHaveLength(1);
  });
});

describe('smoothed', () => {
  it('leaves a straight line alone, its ends too', () => {
    const bins = binsOf(
      Array.from({ length: 20 }, (_, i) => [i, 3 * i + 1] as const),
      100,
    );
    smoothed(bins, 3).forEach((value, i) => expect(value).toBeCloseTo(3 * i + 1, 12));
  });
});

describe('curveChart', () => {
  const falling = { name: 'training', points: Array.from({ length: 300 }, (_, i) => [i + 1, 1 / (i + 1)] as const) };

  it('says in words what it shows', () => {
    expect(curveChart([falling], 'mean squared error').text).toContain(
      'aria-label="mean squared error: training from 1 at step 1 to 0.00333 at step 300"',
    );
  });

  it('is logarithmic where values span decades, and not where zero is among them', () => {
    expect(curveChart([falling], 'error').text).toContain('logarithmic');
    expect(
      curveChart(
        [
          {
            name: 'flat',
            points: [
              [1, 0],
              [2, 1],
            ],
          },
        ],
        'error',
      ).text,
    ).not.toContain('logarithmic');
  });

  it('draws within its box, one step or none', () => {
    for (const points of [falling.points, [[1, 0.5]], [[1, 0]]] as const) {
      const { text } = curveChart([{ name: 'training', points }], 'error');
      expect(text).not.toMatch(/NaN|Infinity|undefined/);
    }
    expect(curveChart([{ name: 'none', points: [] }], 'error').text).toContain('No step was logged');
  });
});
