import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { createConfig } from '../config/run-config.ts';
import { createDataset, type Dataset } from '../data/dataset.ts';
import type { CheckpointDescription } from '../description.ts';
import { checkSameData } from './same-data.ts';

const config = createConfig({ data: { shape: [4, 4, 4] } });

function dataOf(names: readonly string[], scale = 1): Promise<Dataset> {
  const volumes = names.map((name) => {
    const random = createRandom(name);
    const voxels = Float32Array.from({ length: 64 }, (_, i) => (i < 2 ? i : random.uniform()) * scale);
    return { name, volume: new Volume(voxels, { shape: [4, 4, 4], affine: identityAffine }) };
  });
  return createDataset(volumes, config);
}

function described(data: Dataset): CheckpointDescription {
  const subjects = data.training.map(({ name }) => name);
  const { intensityRange, grid } = data;
  const training = { subjects, heldOut: data.validation.map(({ name }) => name) };
  return { kind: 'unet', step: 1, seed: 0, engine: {}, intensityRange, grid, training };
}

const four = ['sub-01', 'sub-02', 'sub-03', 'sub-04'];

test('the same data goes on', async () => {
  const [before, now] = [await dataOf(four), await dataOf(four)];
  expect(() => checkSameData(described(before), now, 'run')).not.toThrow();
});

test('other volumes, another range and another grid are refused by name', async () => {
  const before = described(await dataOf(four));
  const check = (data: Dataset) => () => checkSameData(before, data, 'run');
  expect(check(await dataOf(['sub-01', 'sub-02', 'sub-03', 'sub-09']))).toThrow(
    'run: volumes to train on: expected the 4 of the run, found without sub-04, with sub-09',
  );
  expect(check(await dataOf(four, 2))).toThrow('run: intensity range: expected 0 to 1, found 0 to 2');
  expect(check({ ...(await dataOf(four)), grid: { shape: [4, 4, 5], affine: identityAffine } })).toThrow(
    'run: grid: expected',
  );
});
