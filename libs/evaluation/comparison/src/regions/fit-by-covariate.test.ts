import { expect, test } from 'vitest';
import { fitByCovariate } from './fit-by-covariate.ts';

const ages = [20, 30, 40, 50, 60, 70];
const heads = [1500, 1620, 1480, 1550, 1600, 1430];
const brains = [480, 500, 470, 465, 470, 430].map((ml, i) => ({ ml, head: heads[i], covariate: ages[i] }));

test('is ordinary least squares with its interval', () => {
  const { slope, interval, middle, points } = fitByCovariate(brains, 1500, 0.95)!;
  // NumPy 2.4's lstsq of [1, age, head], and Student's quantile of SciPy 1.17 with 3 degrees of freedom.
  expect(slope).toBeCloseTo(-0.807089298, 8);
  expect(interval[0]).toBeCloseTo(-1.1868971347, 6);
  expect(interval[1]).toBeCloseTo(-0.427281461, 6);
  expect(middle.covariate).toBe(45);
  expect(middle.ml).toBeCloseTo(463.6503067485, 6);
  expect(points[0]).toEqual([20, 480]);
});

test('heads of one size are no covariate', () => {
  const { slope, interval } = fitByCovariate(
    brains.map((brain) => ({ ...brain, head: 1500 })),
    1500,
    0.95,
  )!;
  expect(slope).toBeCloseTo(-0.98571429, 8);
  expect(interval[0]).toBeCloseTo(-1.9925215742, 6);
});

test('too few brains, one age, or an age that is the size of the head say nothing', () => {
  expect(fitByCovariate(brains.slice(0, 4), 1500, 0.95)).toBeUndefined();
  expect(
    fitByCovariate(
      brains.map((brain) => ({ ...brain, covariate: 40 })),
      1500,
      0.95,
    ),
  ).toBeUndefined();
  const one = brains.map((brain) => ({ ...brain, covariate: 0.01 * brain.head + 3 }));
  expect(fitByCovariate(one, 1500, 0.95)).toBeUndefined();
});
