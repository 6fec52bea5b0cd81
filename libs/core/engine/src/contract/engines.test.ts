import { beforeAll, describe, expect, it } from 'vitest';
import reference from '../../../../../test-fixtures/reference/engine/operations.json' with { type: 'json' };
import { Adam, startEngine, tf, updateMovingAverage } from '../index.ts';
import { errorToArray, errorToFigures } from './compare.ts';
import { enginesUnderTest } from './engines.ts';
import { evaluate, values, type Case, type Outcome } from './evaluate.ts';

const cases = reference.operations.map((entry) => {
  const { operation, shapes, options } = entry;
  const title = `${operation} ${shapes.map((shape) => `[${shape.join(', ')}]`).join(' ')} ${JSON.stringify(options)}`;
  return { title, case: entry as Case, double: [entry.output, ...entry.gradients] };
});

/** What tfjs-cpu makes of the cases: every element of it is compared, the double figures are a dozen of each. */
const plain = new Map<string, Outcome>();

beforeAll(async () => {
  await startEngine({ name: 'tfjs-cpu' });
  for (const each of cases) plain.set(each.title, await evaluate(each.case));
});

describe.each(await enginesUnderTest())('%s computes as double precision does', (name) => {
  beforeAll(async () => {
    await startEngine({ name, threads: 2 });
  });

  it.each(cases)('$title', async ({ title, case: each, double }) => {
    const before = tf.memory().numTensors;
    const found = await evaluate(each);
    expect(tf.memory().numTensors).toBe(before);
    expect(found.length).toBe(double.length);
    found.forEach((array, index) => {
      const what = index === 0 ? 'output' : `gradient ${index}`;
      expect(errorToFigures(array, double[index]), `${what} beside PyTorch`).toBeLessThan(1e-5);
      expect(errorToArray(array, (plain.get(title) as Outcome)[index]), `${what} beside tfjs-cpu`).toBeLessThan(1e-5);
    });
  });

  it('Adam', async () => {
    const { learningRate, size, weightSeed, gradientSeeds, steps } = reference.adam;
    const weight = tf.variable(tf.tensor1d(values(size, weightSeed)));
    const adam = new Adam({ learningRate });
    for (const [step, seed] of gradientSeeds.entries()) {
      const gradient = tf.tensor1d(values(size, seed));
      adam.apply(new Map([['weight', weight]]), new Map([['weight', gradient]]));
      expect(errorToFigures(await weight.data(), steps[step])).toBeLessThan(1e-6);
      gradient.dispose();
    }
    adam.dispose();
    weight.dispose();
  });

  it('the moving average', async () => {
    const { decay, size, seed, valueSeeds, steps } = reference.movingAverage;
    const average = tf.variable(tf.tensor1d(values(size, seed)), false);
    for (const [step, each] of valueSeeds.entries()) {
      const value = tf.tensor1d(values(size, each));
      updateMovingAverage(average, value, decay);
      expect(errorToFigures(await average.data(), steps[step])).toBeLessThan(1e-6);
      value.dispose();
    }
    average.dispose();
  });
});
