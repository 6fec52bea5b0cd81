import { createRandom } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { conditionDraw, fitCovariates, type CovariateModel } from './covariate-model.ts';
import { fitGaussian } from './fit-gaussian.ts';
import { sampleGaussian } from './gaussian-model.ts';

const size = 50;
const effect = Float32Array.from({ length: size }, (_, i) => Math.sin(i));

/** People of whom age and a second number are known; the first number changes their volumes, by `strength`. */
function people(count: number, strength: number): { volumes: Float32Array[]; covariates: number[][] } {
  const random = createRandom('people');
  const covariates = Array.from({ length: count }, () => [random.uniform(), random.uniform()]);
  const volumes = covariates.map(([age]) => effect.map((e) => strength * age * e + 0.3 * random.normal()));
  return { volumes, covariates };
}

const drawWith = (gaussian: ReturnType<typeof fitGaussian>, model: CovariateModel, asked: number[], seed = 1) =>
  sampleGaussian(gaussian, createRandom(seed), (own) =>
    conditionDraw(own, model, asked, createRandom(seed).fork('covariates')),
  );

function moments(values: readonly number[]): [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))];
}

describe('fitCovariates', () => {
  const { volumes, covariates } = people(30, 2);
  const gaussian = fitGaussian(volumes);
  const model = fitCovariates(gaussian, volumes, covariates) as CovariateModel;

  it('finds how volumes change with a covariate: draws of one seed differ by its effect', () => {
    const [young, old] = [0.2, 0.8].map((age) => drawWith(gaussian, model, [age, 0.5]));
    for (let i = 0; i < size; i++) expect(old[i] - young[i]).toBeCloseTo(0.6 * 2 * effect[i], 0);
    const error = old.reduce((sum, value, i) => sum + (value - young[i] - 1.2 * effect[i]) ** 2, 0);
    expect(error).toBeLessThan(0.05 * effect.reduce((sum, e) => sum + (1.2 * e) ** 2, 0));
  });

  it('draws people of whom something is known around their mean, less varied than all people are', () => {
    const along = (volume: Float32Array): number => volume.reduce((sum, value, i) => sum + value * effect[i], 0);
    const draws = (asked: number[]): number[] =>
      Array.from({ length: 500 }, (_, seed) => along(drawWith(gaussian, model, asked, seed)));
    const [mean, deviation] = moments(draws([0.9, -1]));
    const [, overall] = moments(draws([-1, -1]));
    const noise = moments(
      volumes.map((volume, i) => along(volume) - along(effect.map((e) => 2 * covariates[i][0] * e))),
    );
    expect(Math.abs(mean - along(effect.map((e) => 1.8 * e)))).toBeLessThan(0.2 * overall);
    expect(deviation).toBeGreaterThan(noise[1]);
    expect(deviation).toBeLessThan(0.4 * overall);
  });

  it('leaves draws of whom nothing is known as they were', () => {
    expect(drawWith(gaussian, model, [-1, -1])).toEqual(sampleGaussian(gaussian, createRandom(1)));
  });

  it('takes classes, of which every person has one', () => {
    const classes = covariates.map(([age]) => [Number(age < 0.5), Number(age >= 0.5)]);
    const found = fitCovariates(gaussian, volumes, classes) as CovariateModel;
    const [first, second] = [
      [1, 0],
      [0, 1],
    ].map((asked) => drawWith(gaussian, found, asked));
    const difference = second.reduce((sum, value, i) => sum + (value - first[i]) * effect[i], 0);
    expect(difference).toBeGreaterThan(0.5 * effect.reduce((sum, e) => sum + e * e, 0));
  });

  it('says next to nothing where covariates predict nothing, and nothing where too few are known', () => {
    const noise = people(30, 0);
    const own = fitGaussian(noise.volumes);
    const found = fitCovariates(own, noise.volumes, noise.covariates);
    const [first, second] = [0, 1].map((asked) => (found ? drawWith(own, found, [asked, 0.5]) : []));
    first.forEach((value, i) => expect(Math.abs(value - second[i])).toBeLessThan(0.1));
    const few = covariates.map((values, i) => (i < 3 ? values : [-1, -1]));
    expect(fitCovariates(gaussian, volumes, few)).toBeUndefined();
    expect(fitCovariates(gaussian, volumes, [])).toBeUndefined();
  });
});
