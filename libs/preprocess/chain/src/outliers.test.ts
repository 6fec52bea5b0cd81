import { expect, test } from 'vitest';
import type { Measures } from './measures.ts';
import { findOutliers } from './outliers.ts';

const heads = [1450, 1390, 1510, 1475, 1420, 1530, 1405];

test('a figure far from the others is named with its side', () => {
  const scans = [...heads, 620, 2900].map((intracranialMl) => ({ intracranialMl, cjv: 0.4 + intracranialMl / 1e6 }));
  const found = findOutliers(scans);
  expect(found.slice(0, heads.length)).toEqual(heads.map(() => []));
  expect(found.slice(heads.length)).toEqual([
    ['intracranialMl low', 'cjv low'],
    ['intracranialMl high', 'cjv high'],
  ]);
});

test('the score is 0.6745 |x - median| / MAD: 3.5 is the border', () => {
  // Median 0, MAD 1: the border lies at 3.5 / 0.6745 = 5.189.
  const near = [-1, -1, 0, 0, 1, 1, 0, 5.18].map((x) => ({ cjv: x }));
  const far = [-1, -1, 0, 0, 1, 1, 1, -1, 0, 5.2].map((x) => ({ cjv: x }));
  expect(findOutliers([...near, { cjv: -1 }, { cjv: 1 }]).flat()).toEqual([]);
  expect(findOutliers(far).flat()).toEqual(['cjv high']);
});

test('four scans say nothing of a fifth, nor do equal figures', () => {
  expect(findOutliers([1, 1.1, 0.9, 50].map((x) => ({ cjv: x }))).flat()).toEqual([]);
  expect(findOutliers([1, 1, 1, 1, 1, 50].map((x) => ({ cjv: x }))).flat()).toEqual([]);
});

test('a scan without a figure is judged by its others', () => {
  const scans: Measures[] = [...heads.map((gmMl) => ({ gmMl, snr: gmMl / 100 })), { gmMl: 200 }];
  expect(findOutliers(scans).at(-1)).toEqual(['gmMl low']);
});

test("the library's share is no figure of the scan", () => {
  expect(findOutliers([0, 0.01, 0, 0.02, 0.01, 0.5].map((libraryShare) => ({ libraryShare }))).flat()).toEqual([]);
});
