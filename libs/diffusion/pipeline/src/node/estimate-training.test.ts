import { startEngine } from '@braingen/engine';
import { beforeAll, expect, test } from 'vitest';
import { createConfig } from '../config/run-config.ts';
import { createDataset } from '../data/dataset.ts';
import { smallConfig, smallVolumes } from '../testing/small-model.test-data.ts';
import { estimateTraining } from './estimate-training.ts';

beforeAll(() => startEngine());

const network = { channels: [4, 8], numResBlocks: 1, normNumGroups: 2, middleAttention: false };

test('says what each part of a training takes, in its own number of steps', async () => {
  const config = createConfig({
    data: { shape: [16, 16, 16] },
    model: {
      kind: 'cascade',
      halvings: 1,
      stages: [
        { kind: 'coarse', level: 1, share: 3, network, sigmaMax: 2 },
        { kind: 'details', level: 1, network },
      ],
    },
    training: { steps: 400, checkpointsKept: 3 },
  });
  const data = await createDataset(smallVolumes(6), config);
  const { parts, seconds, checkpointBytes, diskBytes, energy, memoryBytes } = await estimateTraining({ config, data });
  expect(parts.map(({ stage, steps }) => [stage, steps])).toEqual([
    ['coarse-1', 300],
    ['details-1', 100],
  ]);
  const [coarse, details] = parts.map(({ secondsPerStep }) => secondsPerStep);
  expect(Math.min(coarse, details)).toBeGreaterThan(0);
  expect(seconds).toBeCloseTo(300 * coarse + 100 * details, 9);
  // Three that are kept and the best.
  expect(diskBytes).toBe(4 * checkpointBytes);
  expect(energy.kWh).toBeGreaterThan(0);
  expect(memoryBytes).toBeGreaterThan(0);
});

test('a network is one part; a training that was given up is no estimate', async () => {
  const config = createConfig({ ...smallConfig, training: { steps: 5000, validateEvery: 2 } });
  const data = await createDataset(smallVolumes(6), config);
  const { parts, checkpointBytes } = await estimateTraining({ config, data, memoryCheck: false });
  expect(parts).toEqual([{ stage: undefined, steps: 5000, secondsPerStep: expect.any(Number) }]);
  expect(checkpointBytes).toBeGreaterThan(1000);
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(estimateTraining({ config, data, signal })).rejects.toThrow('enough');
});
