import { startEngine, tf, type Engine } from '@braingen/engine';
import { createSchedule } from '@braingen/scheduler';
import { train, trainingSet } from '@braingen/trainer';
import { createUNet, type UNet } from '@braingen/unet3d';
import { createRandom, elementCount, normals } from '@braingen/volume';
import type { Benchmark } from './benchmark.ts';

const shape = [32, 48, 32] as const;
const voxelCount = elementCount(shape);
/** Of all convolutions, counted as direct ones: forward. */
const forwardFlop = 48.2e9;

function network(): UNet {
  return createUNet({
    channels: [32, 32, 64],
    numResBlocks: 2,
    attentionLevels: [false, false, true],
    numHeadChannels: 64,
    seed: 0,
  });
}

/** One step of Adam on a U-Net [32, 32, 64] at 32 x 48 x 32, batch 1. */
export const trainingStep: Benchmark = {
  name: 'train-step',
  prepare: async ({ threads }) => {
    const engine = await startEngine({ threads });
    const unet = network();
    const volume = normals(createRandom('bench'), voxelCount);
    const data = trainingSet([volume], [...shape, 1]);
    return prepared(engine, 3 * forwardFlop, async () => {
      await train({
        model: unet.predict,
        variables: unet.parameters,
        data,
        schedule: createSchedule(),
        steps: 1,
        seed: 0,
      });
    });
  },
};

/** One evaluation of the same network, without gradients. */
export const samplingStep: Benchmark = {
  name: 'sample-step',
  prepare: async ({ threads }) => {
    const engine = await startEngine({ threads });
    const unet = network();
    const x = tf.tensor5d(normals(createRandom('bench'), voxelCount), [1, ...shape, 1]);
    const t = tf.tensor1d([500]);
    return prepared(engine, forwardFlop, async () => {
      const output = unet.predict(x, t);
      await output.data();
      output.dispose();
    });
  },
};

const prepared = (engine: Engine, flop: number, run: () => Promise<void>) => ({
  engine: engine.describe(),
  work: { flop },
  run,
});
