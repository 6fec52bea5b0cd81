import { expect, test } from 'vitest';
import { describeFigures } from './describe-figures.ts';

test('each figure stands with its interval above those of other sets', () => {
  const metric = {
    ...{ name: 'FID', value: 1.23456, interval: [1, 2] as const, n: { real: 3, synthetic: 4 }, settings: {} },
    baseline: { value: 0.5, interval: null },
    baselines: [{ name: 'linear Gaussian', value: 2, interval: [1.5, 2.5] as const }],
  };
  expect(describeFigures({ metrics: [metric], audit: undefined })).toEqual([
    'FID                      1.235  [1.000 - 2.000]',
    '  among real volumes     0.5000  (too few for an interval)',
    '  linear Gaussian        2.000  [1.500 - 2.500]',
  ]);
});
