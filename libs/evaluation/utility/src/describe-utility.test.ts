import { expect, test } from 'vitest';
import { describeUtility } from './describe-utility.ts';

test('each source has a line with its interval', () => {
  const figures = [{ name: 'mean absolute error', value: 5.4321, interval: [4, 7] as const }];
  const taught = { penalty: 1, figures };
  const lines = describeUtility({
    ...{ task: 'number', classes: [], n: { real: 12, synthetic: 40, unseen: 9 }, people: [], warnings: ['few'] },
    learned: { real: taught, synthetic: taught, both: taught },
    guess: [{ name: 'mean absolute error', value: 11, interval: null }],
    gain: { name: 'gain of both over real', value: 1.5, interval: [-1, 4] },
  });
  expect(lines).toEqual([
    'tested on 9 unseen people; learned from',
    'real (12 volumes)      mean absolute error 5.432 [4.000 - 7.000]',
    'synthetic (40 volumes) mean absolute error 5.432 [4.000 - 7.000]',
    'both (52 volumes)      mean absolute error 5.432 [4.000 - 7.000]',
    'no volume              mean absolute error 11.00 (too few for an interval)',
    'gain of both over real 1.500 [-1.000 - 4.000]',
    'few',
  ]);
});
