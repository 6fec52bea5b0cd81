import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { msSsim } from './ms-ssim.ts';
import { meanSimilarity, pairwiseSimilarity } from './pairwise-similarity.ts';
import { once } from './statistic.ts';
import { dataRangeOf } from './similarity-settings.ts';
import { multiscaleSimilarity } from './structural-similarity.ts';

const volumes = Array.from({ length: 19 }, (_, index) => {
  const random = createRandom(`pair ${index}`);
  const phase = 3 * random.uniform();
  const voxels = Float32Array.from(
    { length: 9 ** 3 },
    (_, i) => 0.5 + 0.4 * Math.sin(phase + 0.7 * (i % 9) + 0.01 * i),
  );
  return new Volume(voxels, { shape: [9, 9, 9], affine: identityAffine });
});
const options = { window: 3, weights: [0.5, 0.5] };

describe('pairwiseSimilarity', () => {
  it('measures every pair once, across blocks of held volumes too', async () => {
    const { values, measured } = await pairwiseSimilarity(volumes, {
      ...options,
      maxPairs: Infinity,
      random: createRandom(0),
    });
    expect(measured).toBe((19 * 18) / 2);
    for (const [i, j] of [
      [1, 0],
      [18, 2],
      [18, 17],
      [16, 15],
    ]) {
      expect(values[i * 19 + j]).toBe(multiscaleSimilarity(volumes[i], volumes[j], options));
    }
  });

  it('measures as many as it may, chosen by the seed', async () => {
    const some = async (seed: number) =>
      pairwiseSimilarity(volumes, { ...options, maxPairs: 120, random: createRandom(seed) });
    const [one, again, other] = await Promise.all([some(1), some(1), some(2)]);
    expect(one.measured).toBe(120);
    expect(again.values).toEqual(one.values);
    expect(other.values).not.toEqual(one.values);
    const all = await pairwiseSimilarity(volumes, { ...options, maxPairs: Infinity, random: createRandom(0) });
    expect(meanSimilarity(one)(once(19))).toBeCloseTo(meanSimilarity(all)(once(19)), 1);
  });
});

describe('meanSimilarity', () => {
  it('weighs a pair by how often both of its volumes count, never one with itself', () => {
    const values = Float64Array.of(NaN, NaN, NaN, 0.2, NaN, NaN, 0.4, 0.6, NaN);
    const mean = meanSimilarity({ size: 3, values, measured: 3 });
    expect(mean(once(3))).toBeCloseTo(0.4, 12);
    expect(mean(Float64Array.of(2, 0, 1))).toBeCloseTo(0.4, 12);
    expect(mean(Float64Array.of(2, 1, 0))).toBeCloseTo(0.2, 12);
  });
});

describe('msSsim', () => {
  it('is the mean over pairs of the synthetic set, with that of the real set as its baseline', async () => {
    const [real, synthetic] = [volumes.slice(0, 4), volumes.slice(4, 7)];
    const mean = (set: Volume[]) => {
      const figures = set.flatMap((x, i) => set.slice(0, i).map((y) => multiscaleSimilarity(x, y, options)));
      return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
    };
    const result = await msSsim(options).evaluate(real, synthetic, { resamples: 20 });
    expect(result.value).toBeCloseTo(mean(synthetic), 12);
    expect(result.baseline?.value).toBeCloseTo(mean(real), 12);
    expect(result.settings).toMatchObject({ window: 3, scales: 2, pairs: { real: 6, synthetic: 3, of: 3 } });
  });
});

describe('dataRangeOf', () => {
  it('is 1 for volumes in [0, 1] and the spread of values elsewhere', () => {
    expect(dataRangeOf(volumes)).toBe(1);
    expect(
      dataRangeOf(volumes.map((volume) => volume.with(volume.voxels.map((value, i) => (i ? 1000 * value : -200))))),
    ).toBeGreaterThan(1000);
  });
});
