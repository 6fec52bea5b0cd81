import { createRandom, identityAffine, reorient, Volume } from '@braingen/volume';
import type { Metric, MetricOptions } from './metric.ts';

/** The parts of a test framework that the suite needs, as vitest, jest and node:test with an `expect` have them. */
export interface TestApi {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>): unknown;
  expect(value: unknown): {
    toBe(expected: unknown): void;
    toEqual(expected: unknown): void;
    toBeGreaterThanOrEqual(expected: number): void;
    toBeLessThanOrEqual(expected: number): void;
    toMatch(expected: RegExp): void;
  };
}

export interface ContractOptions {
  /** Edge of the cubes that the suite makes. @default 24 */
  readonly size?: number;
  /** Volumes in each set. @default 5 */
  readonly count?: number;
}

/** Registers the tests that every metric must pass. */
export function metricContract(
  metric: Metric,
  { describe, it, expect }: TestApi,
  { size = 24, count = 5 }: ContractOptions = {},
): void {
  const options: MetricOptions = { seed: 7, resamples: 50 };
  const real = blobs('real', count, size);
  const synthetic = blobs('synthetic', count, size);

  describe(`${metric.name} keeps the contract of metrics`, () => {
    it('has a name and says under it what it measured, on how many volumes, with which settings', async () => {
      const result = await metric.evaluate(real, synthetic.slice(1), options);
      expect(metric.name === '').toBe(false);
      expect(result.name).toBe(metric.name);
      expect(result.n).toEqual({ real: count, synthetic: count - 1 });
      expect(Object.keys(result.settings).length).toBeGreaterThanOrEqual(1);
    });

    it('gives finite figures that survive JSON', async () => {
      const result = await metric.evaluate(real, synthetic, options);
      expect(Number.isFinite(result.value)).toBe(true);
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    });

    it('gives an interval whose ends are in order, or none, and a baseline likewise', async () => {
      const { interval, baseline } = await metric.evaluate(real, synthetic, options);
      if (interval) expect(interval[0]).toBeLessThanOrEqual(interval[1]);
      if (baseline?.interval) expect(baseline.interval[0]).toBeLessThanOrEqual(baseline.interval[1]);
    });

    it('claims no certainty from two volumes: no interval of width zero', async () => {
      const { interval } = await metric.evaluate(real.slice(0, 2), synthetic.slice(0, 2), options);
      expect(interval === null || interval[0] < interval[1]).toBe(true);
    });

    it('gives the same result again for the same seed', async () => {
      expect(await metric.evaluate(real, synthetic, options)).toEqual(await metric.evaluate(real, synthetic, options));
    });

    it('leaves the volumes as they were', async () => {
      const [a, b] = [blobs('real', count, size), blobs('synthetic', count, size)];
      await metric.evaluate(a, b, options);
      const same = (one: Volume, other: Volume) => one.voxels.every((value, i) => value === other.voxels[i]);
      expect(a.every((volume, i) => same(volume, real[i]))).toBe(true);
      expect(b.every((volume, i) => same(volume, synthetic[i]))).toBe(true);
    });

    it('reports progress that never falls and ends at 1', async () => {
      const fractions: number[] = [];
      await metric.evaluate(real, synthetic, { ...options, onProgress: (fraction) => fractions.push(fraction) });
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(Math.abs(1 - fractions[fractions.length - 1]) < 1e-9).toBe(true);
    });

    it('stops with the reason of its signal', async () => {
      const signal = AbortSignal.abort(new Error('enough'));
      expect(await messageOf(metric.evaluate(real, synthetic, { ...options, signal }))).toMatch(/enough/);
    });

    it('refuses volumes that lie elsewhere, such as mirrored ones', async () => {
      const turned = blobs('synthetic', count, size).map((volume) => reorient(volume, 'LAS'));
      expect(await messageOf(metric.evaluate(real, turned, options))).toMatch(
        /expected every volume on one grid.*found/,
      );
    });

    it('refuses volumes of another shape, voxels that are not finite, and an empty set, naming what it found', async () => {
      const broken = blobs('broken', count, size);
      broken[1].voxels[3] = NaN;
      expect(await messageOf(metric.evaluate(real, blobs('small', count, size - 2), options))).toMatch(
        /expected.*found/,
      );
      expect(await messageOf(metric.evaluate(real, broken, options))).toMatch(/expected.*found NaN/);
      expect(await messageOf(metric.evaluate(real, [], options))).toMatch(/expected.*found 0/);
    });
  });
}

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: Error) => error.message,
  );
}

/** Ellipsoids of individual size, place and brightness on a background of zero. */
function blobs(seed: string, count: number, size: number): Volume[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(`${seed}/${index}`);
    const [cx, cy, cz, rx, ry, rz] = Array.from({ length: 6 }, (_, i) =>
      i < 3 ? size * (0.45 + 0.1 * random.uniform()) : size * (0.25 + 0.15 * random.uniform()),
    );
    const brightness = 0.5 + 0.3 * random.uniform();
    const voxels = Float32Array.from({ length: size ** 3 }, (_, i) => {
      const [x, y, z] = [i % size, Math.floor(i / size) % size, Math.floor(i / size ** 2)];
      const inside = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 + ((z - cz) / rz) ** 2 < 1;
      return inside ? brightness + 0.05 * random.normal() : 0;
    });
    return new Volume(voxels, { shape: [size, size, size], affine: identityAffine });
  });
}
