import { createRandom } from '@braingen/volume';
import { expect, it } from 'vitest';
import { takeOut, type Adjusted } from './take-out.ts';

const random = createRandom(2);
/** Values that are 3 a + 2 b and something more, where a and b go together. */
const set = (count: number, more: number): Adjusted[] =>
  Array.from({ length: count }, () => {
    const a = random.normal();
    const b = 0.8 * a + random.normal();
    return { value: 3 * a + 2 * b + more, covariates: [a, b] };
  });

it('takes out several covariates that go together, and leaves what sets differ by', () => {
  const [first, second] = takeOut([set(20, 5), set(30, -1)]);
  first.forEach((value) => expect(value).toBeCloseTo(5, 10));
  second.forEach((value) => expect(value).toBeCloseTo(-1, 10));
});

it('takes out nothing by what does not vary within sets, or was taken out already', () => {
  const one = set(10, 0);
  const changed = (covariates: (item: Adjusted) => readonly number[]): number[] =>
    takeOut([one.map((item) => ({ ...item, covariates: covariates(item) }))])[0];
  const twice = changed(({ covariates: [a] }) => [a, 7, 2 * a + 1]);
  changed(({ covariates: [a] }) => [a]).forEach((value, i) => expect(twice[i]).toBeCloseTo(value, 10));
  expect(takeOut([[{ value: 4, covariates: [1] }], []])).toEqual([[4], []]);
});
