import { identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import type { SampleRequest } from '../sample-request.ts';
import { sampleTrajectory } from './sample-trajectory.ts';

/** Evaluates its network ten times, and predicts the number of the evaluation. */
const model = {
  sample: ({ count, onFrame }: SampleRequest = {}) => {
    expect(count).toBe(1);
    for (let i = 0; i < 10; i++)
      onFrame?.({ number: 0, volume: new Volume(Float32Array.of(i), { shape: [1, 1, 1], affine: identityAffine }) });
    return Promise.resolve([]);
  },
};

test.each([
  [4, [0, 3, 6, 9]],
  [1, [0]],
  [20, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
])('at most %i frames, from the first to the last', async (most, expected) => {
  const frames = await sampleTrajectory(model, { seed: 1 }, most);
  expect(frames.map(({ volume }) => volume.voxels[0])).toEqual(expected);
  expect(frames.map(({ name }) => name)).toEqual(expected.map((i) => `evaluation ${i + 1} of 10`));
});
