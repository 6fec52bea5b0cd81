import { describe, expect, it } from 'vitest';
import type { Benchmark } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { describeMeasurement, measure } from './measure.ts';

const counting = (): { benchmark: Benchmark; ran: () => number } => {
  let runs = 0;
  const prepare: Benchmark['prepare'] = async ({ threads }) => ({
    engine: `counting on ${threads}`,
    work: { voxels: 3e6 },
    run: async () => void runs++,
  });
  return { benchmark: { name: 'counting', prepare }, ran: () => runs };
};

describe('measure', () => {
  it('warms up once, then runs three times at least', async () => {
    const { benchmark, ran } = counting();
    expect(await measure(benchmark, { threads: 1, seconds: 0 })).toMatchObject({
      name: 'counting',
      runs: 3,
      threads: 1,
      engine: 'counting on 1',
    });
    expect(ran()).toBe(4);
  });

  it('ends after 25 runs where they take no time', async () => {
    const { benchmark, ran } = counting();
    expect((await measure(benchmark, { threads: 1 })).runs).toBe(25);
    expect(ran()).toBe(26);
  });
});

it('says speed as operations or as voxels a second', () => {
  const measured = { name: 'conv3d', seconds: 0.5, runs: 7, threads: 2, engine: 'native (avx2)' };
  expect(describeMeasurement({ ...measured, work: { flop: 1e11 } })).toBe(
    'conv3d          0.500 s  200.0 GFLOP/s  (median of 7; native (avx2))',
  );
  expect(describeMeasurement({ ...measured, work: { voxels: 3e6 } })).toContain('6.00 million voxels/s');
});

it('every benchmark has a name of its own', () => {
  const names = benchmarks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it('a sampling step runs, its inputs made beforehand', async () => {
  const step = benchmarks.find(({ name }) => name === 'sample-step')!;
  const { work, run } = await step.prepare({ threads: 2 });
  expect(work).toHaveProperty('flop');
  await run();
});
