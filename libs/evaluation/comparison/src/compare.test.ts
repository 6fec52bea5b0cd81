import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metric } from '@braingen/metrics';
import { createRandom, freezeAffine, identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { compareVolumes } from './compare.ts';
import { writeComparison } from './write.ts';

const volume = (seed: string): Volume => {
  const random = createRandom(seed);
  const voxels = Float32Array.from({ length: 512 }, () => random.uniform());
  return new Volume(voxels, { shape: [8, 8, 8], affine: identityAffine });
};
const set = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `${prefix}${i}`, volume: volume(`${prefix}${i}`) }));

/** The mean of the synthetic volumes; needs no engine. */
const brightness: Metric = {
  name: 'brightness',
  evaluate: async (real, synthetic) => {
    const means = synthetic.map(({ voxels }) => voxels.reduce((sum, value) => sum + value, 0) / voxels.length);
    const value = means.reduce((sum, mean) => sum + mean, 0) / means.length;
    const n = { real: real.length, synthetic: synthetic.length };
    return {
      name: 'brightness',
      value,
      interval: null,
      n,
      settings: {},
      baseline: { value: 0.5, interval: null },
      better: 'lower',
    };
  },
};

const real = set('sub-0', 8);
const options = { training: real.slice(0, 5), metrics: [brightness] };

test('samples are compared with unseen people, beside training scans and a linear Gaussian model', async () => {
  const told: string[] = [];
  const { metrics, people, sets, warnings } = await compareVolumes(real, set('sample-', 6), {
    ...options,
    onSets: (known) => told.push(...known.warnings),
  });
  expect(people.map(({ set, names }) => [set, names.length])).toEqual([
    ['Training', 5],
    ['Unseen', 3],
  ]);
  expect(metrics[0].n).toEqual({ real: 3, synthetic: 6 });
  expect(metrics[0].baselines.map(({ name }) => name)).toEqual(['training scans (5)', 'linear Gaussian']);
  expect(sets.reference.map(({ name }) => name)).toEqual(['sub-05', 'sub-06', 'sub-07']);
  expect(told).toEqual(warnings);
  expect(warnings.join()).toMatch(/3 unseen volumes are few.*6 synthetic volumes are few/);
});

test('a copy is flagged and named in all that is written; other grids are said', async () => {
  const samples = [...set('sample-', 5), { name: 'copy', volume: real[2].volume }];
  const shifted = real.map((item) => {
    const affine = freezeAffine(item.volume.affine.map((row, i) => (i === 0 ? [...row.slice(0, 3), 0.5] : row)));
    return { ...item, volume: new Volume(item.volume.voxels, { shape: item.volume.shape, affine }) };
  });
  const comparison = await compareVolumes(real, samples, options);
  expect(comparison.audit?.flagged).toBe(1);
  const folder = join(await mkdtemp(join(tmpdir(), 'braingen-comparison-')), 'report');
  await writeComparison(folder, comparison, { run: { engine: 'none' }, command: 'braingen evaluate' });
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as {
    audit: { pairs: { synthetic: string; training: string; flagged: boolean }[] };
    run: object;
  };
  expect(report.audit.pairs.filter(({ flagged }) => flagged)).toMatchObject([
    { synthetic: 'copy', training: 'sub-02' },
  ]);
  expect(report.run).toMatchObject({ seed: 0, engine: 'none', energy: null, grid: { shape: [8, 8, 8] } });
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('braingen evaluate');
  const energy = { kWh: 0.125, co2Grams: 7, carbonIntensity: 56, source: 'RAPL', isMeasured: true };
  const log = [
    { step: 1, loss: 1, seconds: 120 },
    { step: 1, energy },
  ];
  await writeComparison(folder, comparison, { log });
  expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toMatchObject({ run: { energy } });
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toMatch(/7 at 56 a kWh[\s\S]*125 Wh, measured/);
  expect((await compareVolumes(shifted, samples, options)).warnings.join()).toMatch(/real volumes were brought to/);
});

test('a hot voxel decides nothing and is named; so are sets on another scale', async () => {
  const samples = set('sample-', 6);
  const { voxels } = samples[1].volume;
  const hot = { name: 'hot', volume: samples[1].volume.with(voxels.map((value, i) => (i === 100 ? 1e6 : value))) };
  const { metrics, warnings } = await compareVolumes(real, [...samples, hot], options);
  expect(metrics[0].value).toBeCloseTo(0.5, 1);
  expect(warnings.join()).toMatch(/hot: 1 voxels far outside 0\.\d+ to \d/);
  const loud = real.map((item) => ({
    ...item,
    volume: item.volume.with(item.volume.voxels.map((value) => 255 * value)),
  }));
  expect((await compareVolumes(loud, samples, options)).warnings.join()).toMatch(
    /on two scales: real volumes \(such as/,
  );
});

test('empty sets are refused', async () => {
  await expect(compareVolumes([], real, options)).rejects.toThrow('expected real volumes, found none');
  await expect(compareVolumes(real, [], options)).rejects.toThrow('expected synthetic volumes, found none');
});
