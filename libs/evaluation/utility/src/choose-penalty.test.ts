import { createRandom } from '@braingen/volume';
import { expect, test } from 'vitest';
import { choosePenalty } from './choose-penalty.ts';

/** Twenty people with 30 features, of which the first says what is to be told, up to noise. */
function tried(noise: number) {
  const random = createRandom(5);
  const rows = Array.from({ length: 20 }, () => Array.from({ length: 30 }, () => random.normal()));
  const members = rows.map((_, i) => i);
  const values = rows.flatMap((a) => rows.map((b) => a.reduce((total, value, i) => total + value * b[i], 0)));
  const targets = rows.map(([signal]) => [signal + noise * random.normal()]);
  const people = members.map((member) => `sub-${member}`);
  return {
    products: { rows: 20, values: Float64Array.from(values) },
    learners: { members, targets, weights: members.map(() => 1), people },
  };
}

test('what cannot be told from the features is penalised more than what can', () => {
  const [clear, hopeless] = [tried(0), tried(20)].map(({ products, learners }) =>
    choosePenalty(products, learners, createRandom(1)),
  );
  expect(hopeless).toBeGreaterThan(clear);
});

test('the same seed chooses the same; one person alone cannot be left out', () => {
  const { products, learners } = tried(1);
  const choose = () => choosePenalty(products, learners, createRandom(2));
  expect(choose()).toBe(choose());
  const one = { ...learners, people: learners.people.map(() => 'sub-1') };
  expect(choosePenalty(products, one, createRandom(2))).toBe(1);
});
