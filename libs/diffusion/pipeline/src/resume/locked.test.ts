import { expect, test } from 'vitest';
import { createConfig } from '../config/run-config.ts';
import { checkSameTraining } from './locked.ts';

const checking =
  (after: unknown, step = 900) =>
  () =>
    checkSameTraining(createConfig({}), createConfig(after), step, 'config.yaml');

test.each([
  { training: { steps: 2000 } },
  { training: { gradientCheckpointing: true, microBatchSize: 1, validateEvery: 7, checkpointEvery: 7 } },
  { sampling: { scheduler: 'unipc', steps: 10, count: 3 } },
  { evaluation: { metrics: ['ms-ssim'], resamples: 10 } },
])('%j does not decide the weights', (after) => {
  expect(checking(after)).not.toThrow();
});

test.each([
  [{ seed: 1 }, 'config.yaml: seed: expected 0, with which the run was started, found 1'],
  [{ training: { learningRate: 1 } }, 'training.learningRate: expected 0.001'],
  [{ model: { channels: [8, 8, 8] } }, 'model.channels: expected [16,32,64]'],
  [{ data: { shape: [8, 8, 8] } }, 'data.shape'],
  [{ condition: { covariates: ['age'] } }, 'condition: expected undefined'],
  [{ training: { steps: 800 } }, 'training.steps: expected at least 900, which the run has taken, found 800'],
])('%j does', (after, message) => {
  expect(checking(after)).toThrow(message);
});
