import { startEngine } from '@braingen/engine';
import type { TrainingState } from '@braingen/trainer';
import { createUNet, type UNet } from '@braingen/unet3d';
import { createRandom } from '@braingen/volume';
import { beforeAll, expect, it } from 'vitest';
import { networkConfig } from '../network.ts';
import { drawScan, type DrawnScan } from './draw-scan.ts';
import { simulatedHead } from './heads.test-data.ts';
import { trainSegmentation } from './train.ts';

let scans: readonly DrawnScan[];
beforeAll(async () => {
  await startEngine();
  const head = await simulatedHead;
  scans = [1, 2].map((seed) => drawScan(head, createRandom(seed), { t1: 1, stripped: 1 }));
});

const smallest = (): UNet => createUNet({ ...networkConfig, channels: [8], attentionLevels: [false], seed: 1 });
const options = { steps: 4, seed: 1, scan: (step: number): DrawnScan => scans[step % 2], learningRate: 1e-2 };

it('learns, and goes on from a state with the same bits', async () => {
  const losses: number[] = [];
  const states: TrainingState[] = [];
  const whole = smallest();
  const straight = await trainSegmentation(whole, {
    ...options,
    checkpointEvery: 2,
    onStep: ({ loss }) => void losses.push(loss),
    onCheckpoint: async (state) => void states.push(state),
  });
  // The first and third step see one scan, the second and fourth the other.
  expect(losses[2]).toBeLessThan(losses[0]);
  expect(losses[3]).toBeLessThan(losses[1]);
  expect(states.map(({ step }) => step)).toEqual([2, 4]);

  const other = smallest();
  const resumed = await trainSegmentation(other, { ...options, state: states[0] });
  const bytes = ({ weights, ema, moments }: TrainingState): Buffer =>
    Buffer.concat(
      [weights, ema, moments.mean, moments.square].flatMap((values) =>
        [...values.values()].map((array) => Buffer.from(array.buffer)),
      ),
    );
  expect(resumed.step).toBe(4);
  expect(bytes(resumed).equals(bytes(straight))).toBe(true);
  whole.dispose();
  other.dispose();
});
