import { describe, expect, it } from 'vitest';
import { figuresCsv } from './figures-csv.ts';

describe('figuresCsv', () => {
  it('has a row for the synthetic set and for every set beside it, and leaves an absent interval empty', () => {
    const csv = figuresCsv([
      {
        name: 'FID',
        value: 2.5,
        interval: [2, 3],
        n: { real: 9, synthetic: 8 },
        settings: { kernel: 'a, "b"' },
        baseline: { value: 1, interval: null },
        baselines: [{ name: 'linear Gaussian', value: 2.25, interval: [2, 2.5] }],
      },
    ]);
    expect(csv.split('\r\n')).toEqual([
      'figure,set,value,low,high,unit,n_real,n_synthetic,settings',
      'FID,synthetic,2.5,2,3,,9,8,"{""kernel"":""a, \\""b\\""""}"',
      'FID,real baseline,1,,,,9,8,',
      'FID,linear Gaussian,2.25,2,2.5,,9,8,',
      '',
    ]);
  });

  it('gives a spreadsheet no formula', () => {
    expect(
      figuresCsv([{ name: '=1+1', value: 1, interval: null, n: { real: 1, synthetic: 1 }, settings: {} }]),
    ).toContain("'=1+1,synthetic");
  });
});
