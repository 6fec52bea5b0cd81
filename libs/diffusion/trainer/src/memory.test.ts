import { conv3d, startEngine, tf } from '@braingen/engine';
import { createSchedule } from '@braingen/scheduler';
import { beforeAll, expect, it } from 'vitest';
import { traceTraining, type TracedModel } from './memory.ts';

beforeAll(() => startEngine());

const level = 32 * 32 * 32 * 16 * 4;
const weights = 27 * 16 * (16 + 1 + 1) * 4;

/** Three convolutions, 1 to 16 to 16 to 1 channels. */
function make(): TracedModel<never> {
  const variables = new Map(
    [
      [1, 16],
      [16, 16],
      [16, 1],
    ].map(([input, output], i) => [`filter ${i}`, tf.tidy(() => tf.variable(tf.zeros([3, 3, 3, input, output])))]),
  );
  const filters = [...variables.values()] as tf.Tensor[] as tf.Tensor5D[];
  return {
    variables,
    model: (x) => tf.tidy(() => filters.reduce((h, filter) => conv3d(h, filter), x)),
    dispose: () => tf.dispose(filters),
  };
}

const options = {
  schedule: createSchedule({ kind: 'linear', steps: 100, betaStart: 1e-4, betaEnd: 0.02 }),
  data: { length: 5, shape: [32, 32, 32, 1], volume: () => Promise.reject(new Error('read a volume')) },
  steps: 1000,
  seed: 1,
} as const;

it('counts weights four times, gradients, and what the backward pass keeps', async () => {
  const before = tf.memory().numTensors;
  const { tensorBytes } = await traceTraining('native', make, options);
  // Two tensors kept and two gradients at a time are the most; volumes, targets and gaps between tensors come on top.
  expect(tensorBytes).toBeGreaterThan(3 * level + 5 * weights);
  expect(tensorBytes).toBeLessThan(6 * level + 8 * weights);
  expect(tf.memory().numTensors).toBe(before);
});

it('grows with what goes through the model together, not with the batch', async () => {
  const bytes = async (batchSize: number, microBatchSize?: number): Promise<number> =>
    (await traceTraining('native', make, { ...options, batchSize, microBatchSize })).tensorBytes;
  const one = await bytes(1);
  expect(await bytes(4)).toBeGreaterThan(one + 8 * level);
  expect(await bytes(4, 1)).toBeLessThan(one + 2 * level);
});
