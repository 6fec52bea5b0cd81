import { expect, test } from 'vitest';
import { brains } from './brains.test-data.ts';
import { compareRegions } from './compare-regions.ts';
import { describeRegions } from './describe-regions.ts';
import { figuresOfRegions } from './figures-of-regions.ts';
import { regionFindings } from './region-findings.ts';
import { regionTable } from './region-table.ts';

const options = { seed: 1, resamples: 50, confidence: 0.95 };

test('a larger and more lopsided cortex is found', async () => {
  const all = [...brains('real', 20), ...brains('synthetic', 24, { more: 4, left: 3 }), ...brains('training', 18)];
  const comparison = await compareRegions(all, options);
  const cortex = comparison.regions.find(({ region }) => region === 'cortex')!;
  expect(cortex.size.d).toBeGreaterThan(2);
  expect(cortex.size.interval![0]).toBeGreaterThan(1);
  expect(cortex.size.n).toEqual({ real: 20, of: 24 });
  const difference = cortex.ml.synthetic!.mean - cortex.ml.real!.mean;
  expect(Math.abs(difference - 11)).toBeLessThan(2);
  expect(Math.abs(cortex.sizeOfTraining!.d!)).toBeLessThan(1);
  expect(cortex.asymmetry!.d).toBeGreaterThan(1);
  expect(cortex.asymmetry!.means.synthetic).toBeCloseTo(3 / 111, 2);
  expect(comparison.regions[0].asymmetry).toBeUndefined();
  // These brains vary little in size: what the cortex has more makes the others smaller beside it.
  const others = comparison.regions.filter(({ region }) => region !== 'cortex');
  expect(others.every(({ size }) => Math.abs(size.d!) < cortex.size.d! / 3)).toBe(true);
  expect(regionFindings(comparison)).toEqual([
    expect.stringMatching(/^Regions of another size than in real brains, .*: .*cortex \(d = \d\.\d\d\)/),
  ]);
  const { synthetic, training } = comparison.clouds;
  expect(synthetic.distance).toBeGreaterThan(1.5 * training!.distance!);
  expect(synthetic.interval![0]).toBeGreaterThan(training!.distance!);
  expect(synthetic.n).toEqual({ real: 20, of: 24 });
  expect(describeRegions(comparison).join('\n')).toMatch(/all regions together .* training scans \d\.\d\d \[/);
  expect(figuresOfRegions(comparison)).toContainEqual(
    expect.objectContaining({ name: 'Regions together', value: synthetic.distance, unit: 'SD' }),
  );
  expect(await compareRegions(all, options)).toEqual(comparison);
});

test('what cannot be relied on is left out of its region, counted and said', async () => {
  const all = [...brains('real', 10), ...brains('synthetic', 10, { poor: 8 })];
  const comparison = await compareRegions(all, options);
  const hippocampus = comparison.regions.find(({ region }) => region.startsWith('hippocampus'))!;
  expect(hippocampus.size).toEqual({ d: null, interval: null, n: { real: 10, of: 2 } });
  expect(comparison.regions.find(({ region }) => region === 'cortex')!.size.n).toEqual({ real: 10, of: 10 });
  expect(comparison.reliable).toEqual([
    { set: 'real', reliable: 10, of: 10 },
    { set: 'synthetic', reliable: 2, of: 10 },
  ]);
  expect(comparison.clouds.synthetic).toEqual({ distance: null, interval: null, n: { real: 10, of: 2 } });
  expect(regionFindings(comparison).join()).toContain('in 2 of 10 synthetic brains, and in 10 of 10 real ones');
  const lines = describeRegions(comparison).join('\n');
  expect(lines).toMatch(/hippocampus and amygdala.*too few/);
  expect(lines).toMatch(/real 10 of 10, synthetic 2 of 10/);
  const figures = figuresOfRegions(comparison);
  expect(figures.map(({ name }) => name)).toContain('Effect size of asymmetry of cerebellum');
  expect(figures.at(-1)).toMatchObject({ name: 'Segmentations to be relied on', value: 0.2, baseline: { value: 1 } });
});

test('every brain has a row', () => {
  const rows = regionTable(brains('real', 2)).trimEnd().split('\n');
  expect(rows.map((row) => row.split('\t').length)).toEqual([25, 25, 25]);
  expect(rows[0]).toContain('left_white_matter_ml');
  expect(rows[2]).toMatch(/^real\treal-1\t0\.900\t/);
});
