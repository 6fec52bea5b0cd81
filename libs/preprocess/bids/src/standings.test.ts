import { expect, test } from 'vitest';
import type { GroupScan } from './group-table.ts';
import { standingsOf } from './standings.ts';

const scan = (measures: object, outliers: readonly string[] = []): GroupScan =>
  ({ path: '', record: { measures, outliers } }) as unknown as GroupScan;

test('each known figure among those of the scans that have it', () => {
  const one = scan({ snr: 12, gmMl: 600, other: 1 }, ['snr low']);
  expect(standingsOf(one, [one, scan({ snr: 20 })])).toEqual([
    { name: 'signal to noise', unit: undefined, value: 12, group: [12, 20], standsApart: true },
    { name: 'grey matter', unit: 'mL', value: 600, group: [600], standsApart: false },
  ]);
});
