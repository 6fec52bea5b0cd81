import { createRandom, gaussianSmooth } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { cortexShell } from './cortex-shell.ts';
import { depthInside } from './depth.ts';
import { detailMoments } from './detail-moments.ts';
import { foldKurtosis } from './fold-kurtosis.ts';
import { foldVariance } from './fold-variance.ts';
import { headRegion } from './head-region.ts';
import { real, reference, synthetic } from './heads.test-data.ts';

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

describe('a shell of cortex, in voxels of three different sides', () => {
  const region = headRegion(real);

  it('lies in the head, its ventricles filled', () => {
    expect(sum(region)).toBe(reference.region);
  });

  it('is as deep as scipy’s distance transform says', () => {
    const depth = depthInside(region, real[0]);
    expect(sum(depth) / reference.depth.sum).toBeCloseTo(1, 6);
    expect(Math.max(...depth)).toBeCloseTo(reference.depth.greatest, 5);
  });

  it('has as many blocks', () => {
    expect(cortexShell(real).first.length).toBe(reference.blocks);
  });

  it('is everywhere where no head stands out', () => {
    const flat = real[0].with(new Float32Array(real[0].voxels.length).fill(2));
    expect(cortexShell([flat])).toMatchObject({ where: expect.stringContaining('no head') });
  });
});

describe('details in it', () => {
  it('have the moments that scipy gives', () => {
    const { variance, kurtosis } = detailMoments(real[0], cortexShell(real));
    expect(variance).toBeCloseTo(reference.moments.variance, 12);
    expect(kurtosis).toBeCloseTo(reference.moments.kurtosis, 9);
  });

  it('stand in the ratio of synthetic to real', async () => {
    const [variance, kurtosis] = [
      await foldVariance().evaluate(real, synthetic),
      await foldKurtosis().evaluate(real, synthetic),
    ];
    expect(variance.value).toBeCloseTo(reference.variance, 10);
    expect(kurtosis.value).toBeCloseTo(reference.kurtosis, 9);
    expect(variance.settings).toMatchObject({ extractor: { blocks: reference.blocks } });
    expect(variance.interval![0]).toBeLessThan(variance.value);
    expect(variance.baseline!.value).toBeCloseTo(1, 1);
  });

  it('tell blur, which has too little of them, and grain, whose kurtosis is too low, from folds', async () => {
    const random = createRandom(1);
    const blurred = real.map((volume) => gaussianSmooth(volume, 3));
    const grain = blurred.map((volume) => volume.with(volume.voxels.map((value) => value + 0.2 * random.normal())));
    expect((await foldVariance().evaluate(real, blurred)).value).toBeLessThan(0.5);
    expect((await foldVariance().evaluate(real, grain)).value).toBeGreaterThan(0.8);
    expect((await foldKurtosis().evaluate(real, grain)).value).toBeLessThan(0.9);
    expect((await foldVariance().evaluate(real, real)).value).toBe(1);
  });

  it('of flat synthetic volumes are none, and of flat real ones an error', async () => {
    const flat = real.map((volume) => volume.with(volume.voxels.map(() => 1)));
    expect(await foldVariance().evaluate(real, flat)).toMatchObject({ value: 0, interval: [0, 0] });
    expect(await foldKurtosis().evaluate(real, flat)).toMatchObject({ value: 0 });
    await expect(foldVariance().evaluate(flat, real)).rejects.toThrow('expected details in real volumes, found none');
  });
});
