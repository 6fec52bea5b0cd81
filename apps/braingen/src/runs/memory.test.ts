import { currentEngine, startEngine, tf } from '@braingen/engine';
import { trainingSet } from '@braingen/trainer';
import { beforeAll, expect, test } from 'vitest';
import { Failure, exitStatus } from '../failure.ts';
import { checkConfig, type RunConfig } from './config.ts';
import { checkMemory, trainingBytes } from './memory.ts';

const shape = [32, 48, 32] as const;
const data = trainingSet([new Float32Array(32 * 48 * 32)], [...shape, 1]);
const configOf = (training: object, model = {}): RunConfig =>
  checkConfig({ data: { shape: [...shape] }, model, training }, 'test');

beforeAll(() => startEngine());

const refusal = async (config: RunConfig, name: 'native' | 'wasm', available: number): Promise<Failure> => {
  const error: unknown = await checkMemory(config, data, { name }, available).then(
    (peak) => new Error(`expected a refusal, found ${peak}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Failure);
  return error as Failure;
};

test('a training that fits goes on, and its peak is more than what the process holds now', async () => {
  const before = tf.memory().numTensors;
  const peak = await checkMemory(configOf({}), data, { name: 'native' }, 2 ** 40);
  expect(peak).toBeGreaterThan(process.memoryUsage.rss());
  expect(tf.memory().numTensors).toBe(before);
  expect(tf.getBackend()).toContain(currentEngine().name);
});

test('one that does not is refused, with what is needed, what is there, and the change that makes it fit', async () => {
  const config = configOf({ batchSize: 2 });
  const all = await trainingBytes(config, data, 'native');
  const checkpointed = await trainingBytes(configOf({ batchSize: 2, gradientCheckpointing: true }), data, 'native');
  const single = await trainingBytes(configOf({ batchSize: 2, microBatchSize: 1 }), data, 'native');
  expect(checkpointed).toBeLessThan(all);
  expect(single).toBeLessThan(checkpointed);

  const some = await refusal(config, 'native', all - 1);
  expect(some.status).toBe(exitStatus.environment);
  expect(some.message).toMatch(/^memory: this training needs 0\.\d GB, found 0\.\d GB available; /);
  expect(some.message).toContain('training.gradientCheckpointing: true needs 0.');
  expect(some.message).toContain('training.microBatchSize: 1 needs 0.');
  expect(some.message).not.toContain('\n');

  const few = await refusal(config, 'native', Math.min(single, checkpointed - 1));
  expect(few.message).not.toContain('training.gradientCheckpointing: true needs');
  expect(few.message).toContain('training.microBatchSize: 1 needs');

  const none = await refusal(config, 'native', 1000);
  expect(none.message).toContain('a smaller data.shape or fewer model.channels would need less');
  expect(none.message).toContain('--no-memory-check');
});

test('WebAssembly ends at 4 GiB, whatever the machine has', async () => {
  const config = configOf({}, { channels: [512, 512, 512], numResBlocks: 2, numHeadChannels: 512 });
  const { message } = await refusal(config, 'wasm', 2 ** 40);
  expect(message).toContain('more than the 4.0 GB that WebAssembly can have');
  expect(message).toMatch(/--engine native needs \d/);
});

test('engines whose memory cannot be seen are not asked', async () => {
  expect(await checkMemory(configOf({}), data, { name: 'tfjs-cpu' }, 0)).toBeUndefined();
});
