import { expect, it } from 'vitest';
import { labelOf, regionNames, structures } from './regions.ts';

it('has one label for each structure, by which region and side are found again', () => {
  const labels = regionNames.flatMap((_, i) => [labelOf(i + 1, false), labelOf(i + 1, true)]);
  expect([...new Set(labels)]).toEqual(structures.map(({ label }) => label));
  expect(structures.find(({ label }) => label === labelOf(3, true))).toEqual({
    label: 6,
    region: 'cortex',
    side: 'right',
  });
  expect(structures.find(({ label }) => label === labelOf(8, true))).toEqual({ label: 15, region: 'brainstem' });
});
