import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import type { FeatureExtractor } from './feature-extractor.ts';
import { fid } from './fid.ts';
import { mmd } from './mmd.ts';
import { voxelsAt } from './voxel-features.ts';

/** Volumes whose voxels are their features. */
const raw: FeatureExtractor = {
  name: 'voxels',
  settings: {},
  extract: (volume) => Promise.resolve(Float64Array.from(volume.voxels)),
};

const set = (seed: string, count: number, shift = 0): Volume[] =>
  Array.from({ length: count }, (_, i) => {
    const random = createRandom(`${seed} ${i}`);
    return new Volume(
      Float32Array.from({ length: 27 }, () => random.normal() + shift),
      { shape: [3, 3, 3], affine: identityAffine },
    );
  });

const options = { seed: 3, resamples: 200 };

describe('fid', () => {
  it('lies within its interval, which never falls below zero', async () => {
    const { value, interval } = await fid({ features: raw }).evaluate(set('real', 12), set('other', 12), options);
    expect(interval?.[0]).toBeLessThan(value);
    expect(interval?.[1]).toBeGreaterThan(value);
    const [same] = [set('real', 5)];
    expect((await fid({ features: raw }).evaluate(same, same, options)).interval?.[0]).toBeGreaterThanOrEqual(0);
  });

  it('measures halves of the real set as far apart as halves of a good synthetic one', async () => {
    const { baseline, settings, value } = await fid({ features: raw }).evaluate(
      set('real', 20),
      set('other', 20),
      options,
    );
    expect(settings.atBaselineSize).toBeGreaterThan(value);
    expect(Math.abs(Number(settings.atBaselineSize) - Number(baseline?.value))).toBeLessThan(
      0.1 * Number(baseline?.value),
    );
  });

  it('has no baseline where halves would be single volumes', async () => {
    const result = await fid({ features: raw }).evaluate(set('real', 3), set('other', 5), options);
    expect(result.baseline).toBeUndefined();
    expect(result.n).toEqual({ real: 3, synthetic: 5 });
  });

  it('sees a shift', async () => {
    const figure = async (shift: number) =>
      (await fid({ features: raw }).evaluate(set('real', 10), set('other', 10, shift), options)).value;
    expect((await figure(1)) - (await figure(0))).toBeGreaterThan(20);
  });
});

describe('mmd', () => {
  it('says under its name which kernel and which space', () => {
    expect(mmd().name).toBe('MMD');
    expect(mmd({ kernel: { kind: 'linear' } }).name).toBe('MMD (linear)');
    expect(mmd({ kernel: { kind: 'linear' }, on: 'voxels' }).name).toBe('MMD (linear, voxels)');
    expect(mmd({ on: voxelsAt([2, 2, 2]) }).name).toBe('MMD (voxels at 2 x 2 x 2)');
    expect(mmd({ name: 'mine' }).name).toBe('mine');
  });

  it('has intervals about zero among sets of one kind, and above it for another kind', async () => {
    const metric = mmd({ on: 'voxels' });
    const same = await metric.evaluate(set('real', 15), set('other', 15), options);
    const other = await metric.evaluate(set('real', 15), set('other', 15, 1), options);
    expect(same.interval?.[0]).toBeLessThan(0);
    expect(same.interval?.[1]).toBeGreaterThan(0);
    expect(other.interval?.[0]).toBeGreaterThan(0);
    expect(Math.abs(same.baseline?.value ?? 1)).toBeLessThan(0.05);
  });
});
