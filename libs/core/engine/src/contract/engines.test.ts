import { availableRuntimes } from '@braingen/kernels';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine, tf } from '../index.ts';
import { cases } from './cases.ts';
import { evaluate, largestError, type Outcome } from './evaluate.ts';

const expected = new Map<string, Outcome>();

beforeAll(async () => {
  await startEngine({ name: 'tfjs-cpu' });
  for (const each of cases) expected.set(each.name, evaluate(each));
});

describe.each(await availableRuntimes())('%s', (name) => {
  beforeAll(async () => {
    await startEngine({ name, threads: 2 });
  });

  it.each(cases)('$name', (each) => {
    const before = tf.memory().numTensors;
    const found = evaluate(each);
    expected.get(each.name)!.forEach((array, index) => {
      expect(largestError(found[index], array), index === 0 ? 'output' : `gradient ${index}`).toBeLessThan(1e-5);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
