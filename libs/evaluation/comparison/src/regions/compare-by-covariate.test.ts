import { expect, test } from 'vitest';
import { brains } from './brains.test-data.ts';
import { compareRegions } from './compare-regions.ts';
import { describeRegions } from './describe-regions.ts';
import { figuresOfRegions } from './figures-of-regions.ts';
import { regionTable } from './region-table.ts';

const options = { seed: 1, resamples: 50, confidence: 0.95, covariate: 'age' };
const cortexOf = ({ regions }: Awaited<ReturnType<typeof compareRegions>>) =>
  regions.find(({ region }) => region === 'cortex')!;

/** Brains that are as old as they are said to be, whatever their regions. */
const aged = (set: 'real' | 'synthetic', count: number, more: number, ages: (i: number) => number | undefined) =>
  brains(set, count, { more }).map((brain, i) => ({ ...brain, covariate: ages(i) }));

test('the slope of a region on age is found in each set, and what only ages differ by is no effect at equal age', async () => {
  // The head is the sum of all regions, and the cortex with it: it is the other regions that tell the size of the head here.
  const old = (set: 'real' | 'synthetic', count: number, from: number) =>
    brains(set, count).map((brain, i) => {
      const age = from + ((7 * i) % 40);
      const volumes = brain.volumes.map((each) => {
        if (each.region === 'cortex') return { ...each, volumeMl: each.volumeMl - 0.1 * (age - 50) };
        // The fluid takes the room.
        return each.region === 'csf' ? { ...each, volumeMl: each.volumeMl + 0.2 * (age - 50) } : each;
      });
      return { ...brain, covariate: age, volumes };
    });
  const comparison = await compareRegions([...old('real', 30, 20), ...old('synthetic', 40, 40)], options);
  const { byCovariate, size } = cortexOf(comparison);
  for (const set of ['real', 'synthetic'] as const) {
    const { slope, interval, points } = byCovariate![set]!;
    expect(Math.abs(slope + 0.2)).toBeLessThan(0.05);
    expect(interval[0]).toBeLessThan(-0.2);
    expect(interval[1]).toBeGreaterThan(-0.2);
    expect(points).toHaveLength(set === 'real' ? 30 : 40);
  }
  expect(Math.abs(byCovariate!.size.d!)).toBeLessThan(0.6);
  expect(Math.abs(size.d!)).toBeGreaterThan(2 * Math.abs(byCovariate!.size.d!));
  expect(comparison.covariate).toMatchObject({ name: 'age', doubts: [] });
  const lines = describeRegions(comparison).join('\n');
  expect(lines).toMatch(/ml a year +real +synthetic +d at equal age\n/);
  const figures = figuresOfRegions(comparison);
  expect(figures.find(({ name }) => name === 'Slope of cortex on age')).toMatchObject({
    ...{ value: byCovariate!.synthetic!.slope, unit: 'ml a year', n: { real: 30, synthetic: 40 } },
    baseline: { value: byCovariate!.real!.slope, interval: byCovariate!.real!.interval },
  });
  expect(figures.map(({ name }) => name)).toContain('Effect size of cortex at equal age');
});

test('what is larger at every age has an effect at equal age, and other figures do not change by ages', async () => {
  const sets = (ages: (i: number) => number | undefined) => [
    ...aged('real', 20, 0, ages),
    ...aged('synthetic', 20, 3, ages),
  ];
  const known = await compareRegions(
    sets((i) => 20 + 3 * i),
    options,
  );
  expect(cortexOf(known).byCovariate!.size.d).toBeGreaterThan(1);
  const unknown = await compareRegions(
    sets(() => undefined),
    options,
  );
  expect(cortexOf(unknown)).toEqual({ ...cortexOf(known), byCovariate: undefined });
  expect(unknown.covariate!.doubts).toEqual([
    'age is not known of the real brains',
    'age is not known of the synthetic brains',
  ]);
  expect(describeRegions(unknown)).toContain('regions by age: age is not known of the real brains');
});

test('an age that all samples share has no slope, and is said; the brains of which it is not known are left out', async () => {
  const all = [...aged('real', 12, 0, (i) => (i < 2 ? undefined : 20 + i)), ...aged('synthetic', 8, 0, () => 40)];
  const comparison = await compareRegions(all, options);
  const { byCovariate } = cortexOf(comparison);
  expect(byCovariate!.synthetic).toBeNull();
  expect(byCovariate!.real!.points).toHaveLength(10);
  expect(byCovariate!.size.n).toEqual({ real: 10, of: 8 });
  expect(comparison.covariate!.doubts).toEqual([
    'age is not known of 2 of 12 real brains',
    'age is 40 in all synthetic brains of which it is known',
  ]);
  expect(figuresOfRegions(comparison).map(({ name }) => name)).not.toContain('Slope of cortex on age');
  const [head, first, , third] = regionTable(all, 'age')
    .split('\n')
    .map((row) => row.split('\t').slice(0, 4));
  expect([head, first, third]).toEqual([
    ['set', 'name', 'age', 'quality'],
    ['real', 'real-0', 'n/a', '0.900'],
    ['real', 'real-2', '22', '0.900'],
  ]);
});
