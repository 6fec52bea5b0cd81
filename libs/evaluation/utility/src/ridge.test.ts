import { createRandom } from '@braingen/volume';
import { expect, test } from 'vitest';
import { ridge, type Products } from './ridge.ts';

/** Products of rows of features. */
function productsOf(rows: readonly (readonly number[])[]): Products {
  const values = rows.flatMap((a) => rows.map((b) => a.reduce((total, value, i) => total + value * b[i], 0)));
  return { rows: rows.length, values: Float64Array.from(values) };
}

test('without much of a penalty a line is found, wherever it lies', () => {
  const products = productsOf([[101], [102], [103], [110]]);
  const learners = {
    members: [0, 1, 2],
    targets: [
      [3, 1],
      [5, 1],
      [7, 1],
    ],
    weights: [1, 1, 1],
  };
  const [first, second] = ridge(products, learners, 1e-9)(3);
  expect(first).toBeCloseTo(21, 5);
  expect(second).toBeCloseTo(1, 6);
});

test('fits are those of weighted ridge regression in primal form', () => {
  const random = createRandom(3);
  const x = Array.from({ length: 7 }, () => random.normal());
  const y = x.map((value) => 2 * value + random.normal());
  const w = [1, 1, 4, 1, 0.5, 1, 1];
  const middle = x.reduce((a, b) => a + b) / 7;
  const penalty = 0.3;
  const s = penalty * x.reduce((total, value) => total + (value - middle) ** 2 / 7, 0);
  // One feature: the weighted means and a slope shrunk by s.
  const total = w.reduce((a, b) => a + b);
  const [mx, my] = [x, y].map((values) => values.reduce((sum, value, i) => sum + (w[i] * value) / total, 0));
  const slope =
    x.reduce((sum, value, i) => sum + w[i] * (value - mx) * (y[i] - my), 0) /
    (x.reduce((sum, value, i) => sum + w[i] * (value - mx) ** 2, 0) + s);
  const learners = { members: [0, 1, 2, 3, 4, 5, 6], targets: y.map((value) => [value]), weights: w };
  const predict = ridge(productsOf([...x, 1.7].map((value) => [value])), learners, penalty);
  expect(predict(7)[0]).toBeCloseTo(my + slope * (1.7 - mx), 10);
});

test('volumes that are all the same teach nothing', () => {
  const learners = { members: [0, 1], targets: [[1], [2]], weights: [1, 1] };
  expect(() => ridge(productsOf([[1], [1]]), learners, 1)).toThrow('found all the same');
});
