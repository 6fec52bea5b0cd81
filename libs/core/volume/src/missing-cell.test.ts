import { expect, it } from 'vitest';
import { isNotAvailable, isSentinel } from './missing-cell.ts';

it.each(['n/a', 'N/A', 'NA', 'n.a.', 'NaN', 'null', 'None', 'nil', 'missing', 'unknown', '?', '??', '-', '--', '.'])(
  '%s is not available',
  (cell) => {
    expect([isNotAvailable(cell), isSentinel(cell)]).toEqual([true, false]);
  },
);

it.each(['-9', '-99', '-999', '-99999', '999', '9999.0', '-9.'])('%s may stand for what is not known', (cell) => {
  expect([isNotAvailable(cell), isSentinel(cell)]).toEqual([false, true]);
});

it.each(['', '9', '99', '-1', '-98', '30', '999.5', 'sub-01', 'nancy', 'F'])('"%s" is a value', (cell) => {
  expect([isNotAvailable(cell), isSentinel(cell)]).toEqual([false, false]);
});
