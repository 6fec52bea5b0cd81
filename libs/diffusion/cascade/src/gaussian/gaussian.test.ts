import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { largestDifference, reference } from '../reference.test-data.ts';
import { fitGaussian } from './fit-gaussian.ts';
import { denoiseGaussian, sampleGaussian } from './gaussian-model.ts';

const { volumes: rows, mean, covariance, shrinkage, sigma, noisy, clean, likeliest } = reference.gaussian;
const volumes = rows.map((row) => Float32Array.from(row));
const size = mean.length;

describe('fitGaussian', () => {
  const model = fitGaussian(volumes, { shrinkage });

  it('has the mean and the covariance of numpy', () => {
    expect(largestDifference(model.mean, mean)).toBeLessThan(1e-6);
    const found = Array.from({ length: size * size }, (_, at) =>
      model.components.reduce(
        (sum, direction, k) => sum + model.variances[k] * direction[Math.floor(at / size)] * direction[at % size],
        0,
      ),
    );
    expect(largestDifference(found, covariance)).toBeLessThan(1e-5);
  });

  it('chooses the shrinkage that dense likelihoods choose', () => {
    const chosen = fitGaussian(volumes).shrinkage;
    expect(chosen.share).toBe(likeliest.share);
    expect(chosen.floor).toBeCloseTo(likeliest.floor, 6);
  });

  it('leaves volumes of one group out together', () => {
    // Copies of each volume: left out one by one, each would be explained by its copy, and nothing would be shrunk.
    const twice = [...volumes, ...volumes];
    const groups = twice.map((_, i) => i % volumes.length);
    expect(fitGaussian(twice, { groups }).shrinkage.floor).toBeGreaterThan(5 * fitGaussian(twice).shrinkage.floor);
  });

  it('pools the covariance of others by their number, and keeps the mean of the volumes', () => {
    const others = fitGaussian(volumes.slice(0, 3));
    const own = volumes.slice(3);
    const pooled = fitGaussian(own, { others });
    const alone = fitGaussian(own);
    expect(pooled.mean).toEqual(alone.mean);
    const trace = ({ variances }: typeof alone): number => variances.reduce((sum, variance) => sum + variance, 0);
    const [a, b] = [others.components.length, alone.components.length];
    expect(trace(pooled)).toBeCloseTo((a * trace(others) + b * trace(alone)) / (a + b), 4);
  });

  it('refuses a single volume, and volumes of two sizes', () => {
    expect(() => fitGaussian([volumes[0]])).toThrow('expected at least 2 volumes, found 1');
    expect(() => fitGaussian([volumes[0], new Float32Array(3)])).toThrow('expected 12 numbers in volume 1, found 3');
  });
});

describe('denoiseGaussian', () => {
  it('is the posterior mean of dense linear algebra', () => {
    const found = denoiseGaussian(fitGaussian(volumes, { shrinkage }), Float32Array.from(noisy), sigma);
    expect(largestDifference(found, clean)).toBeLessThan(1e-5);
  });
});

describe('sampleGaussian', () => {
  it('draws volumes of that mean and covariance', () => {
    const model = fitGaussian(volumes);
    const random = createRandom(1);
    const drawn = Array.from({ length: 4000 }, () => sampleGaussian(model, random));
    const scale = Math.sqrt(Math.max(...covariance));
    for (const [i, j] of [
      [0, 0],
      [1, 1],
      [0, 1],
      [2, 5],
    ]) {
      const found = drawn.reduce((sum, x) => sum + (x[i] - mean[i]) * (x[j] - mean[j]), 0) / drawn.length;
      expect(Math.abs(found - covariance[i * size + j])).toBeLessThan(0.08 * scale ** 2);
    }
  });
});
