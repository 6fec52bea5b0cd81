import { currentEngine, startEngine, tf } from '@braingen/engine';
import { beforeAll, expect, test } from 'vitest';
import { createConfig, type RunConfig } from '../config/run-config.ts';
import { createDataset } from '../data/dataset.ts';
import { prepareUNet } from '../kinds/unet/unet-training.ts';
import { smallVolumes } from '../testing/small-model.test-data.ts';
import { checkMemory, MemoryError } from './check-memory.ts';

const configOf = (training: object, model = {}): RunConfig =>
  createConfig({ data: { shape: [32, 48, 32] }, model, training });
const data = await createDataset(smallVolumes(1), configOf({}));
const bytesOf = (config: RunConfig, runtime: 'native' | 'wasm'): Promise<number> =>
  prepareUNet(config, data, { engine: currentEngine() }).bytes(runtime);

beforeAll(() => startEngine());

const refusal = async (config: RunConfig, name: 'native' | 'wasm', available: number): Promise<MemoryError> => {
  const error: unknown = await checkMemory(config, bytesOf, { name }, available).then(
    (bytes) => new Error(`expected a refusal, found ${bytes}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MemoryError);
  return error as MemoryError;
};

test('a training that fits goes on, and the engine is as it was', async () => {
  const before = tf.memory().numTensors;
  expect(await checkMemory(configOf({}), bytesOf, { name: 'native' }, 2 ** 40)).toBeGreaterThan(2 ** 20);
  expect(tf.memory().numTensors).toBe(before);
  expect(tf.getBackend()).toContain(currentEngine().name);
});

test('one that does not is refused, with what is needed, what is available, and the change that makes it fit', async () => {
  const config = configOf({ batchSize: 2 });
  const all = await bytesOf(config, 'native');
  const checkpointed = await bytesOf(configOf({ batchSize: 2, gradientCheckpointing: true }), 'native');
  const single = await bytesOf(configOf({ batchSize: 2, microBatchSize: 1 }), 'native');
  expect(checkpointed).toBeLessThan(all);
  expect(single).toBeLessThan(checkpointed);

  const some = await refusal(config, 'native', all - 1);
  expect(some.message).toMatch(/^memory: expected 0\.\d GB for this training, found 0\.\d GB available; /);
  expect(some.message).toContain('training.gradientCheckpointing: true needs 0.');
  expect(some.message).toContain('training.microBatchSize: 1 needs 0.');
  expect(some.remedies[0]).toEqual({
    training: { gradientCheckpointing: true },
    runtime: 'native',
    bytes: checkpointed,
  });
  expect(some.message).not.toContain('\n');

  const few = await refusal(config, 'native', Math.min(single, checkpointed - 1));
  expect(few.message).not.toContain('training.gradientCheckpointing: true needs');
  expect(few.message).toContain('training.microBatchSize: 1 needs');

  const none = await refusal(config, 'native', 1000);
  expect(none.remedies).toEqual([]);
  expect(none.message).toContain('a smaller data.shape or fewer channels of the model would need less');
});

test('WebAssembly ends at 4 GiB, whatever the machine has', async () => {
  const config = configOf({}, { channels: [512, 512, 512], numResBlocks: 2, numHeadChannels: 512 });
  const { message } = await refusal(config, 'wasm', 2 ** 40);
  expect(message).toContain('more than the 4.0 GB that WebAssembly can have');
  expect(message).toMatch(/engine native needs \d/);
});

test('engines whose memory cannot be seen are not asked', async () => {
  expect(await checkMemory(configOf({}), bytesOf, { name: 'tfjs-cpu' }, 0)).toBeUndefined();
});
