import { beforeAll, expect, test } from 'vitest';
import { inMemory } from './checkpoint-files.ts';
import type { Model } from './model.ts';
import { openModel } from './model.ts';
import type { CheckpointFiles, TrainingReport } from './model-kind.ts';
import { smallConfig, smallVolumes } from './testing/small-model.test-data.ts';
import { smallTraining } from './testing/small-training.test-data.ts';
import { trainModel } from './train-model.ts';

const config = { ...smallConfig, condition: { covariates: ['age'], classes: 'group' } };
let reports: readonly TrainingReport[];
let checkpoints: readonly CheckpointFiles[];
let model: Model;

beforeAll(async () => {
  ({ model, reports, checkpoints } = await smallTraining(config));
});

test('a training reports its steps and says in its checkpoint what it was made of', () => {
  expect(reports.filter(({ loss }) => loss !== undefined).map(({ step }) => step)).toEqual([1, 2]);
  expect(reports.filter(({ validationLoss }) => validationLoss !== undefined)).toHaveLength(1);
  const { kind, step, conditioning, sampling, training } = model.description;
  expect({ kind, step }).toEqual({ kind: 'unet', step: 2 });
  expect(conditioning?.covariates).toEqual([{ name: 'age', range: [20, 80] }]);
  expect(sampling?.steps).toBe(2);
  expect(training?.participants?.training).toHaveLength(5);
  expect(training?.participants?.heldOut).toHaveLength(1);
});

test('the volumes of a seed depend on their numbers alone, not on how they are asked for', async () => {
  const condition = { age: [30, 70], group: 'a' };
  const all = await model.sample({ count: 3, seed: 5, condition });
  expect(all.map(({ number }) => number)).toEqual([0, 1, 2]);
  expect(all.map((sample) => sample.condition)).toEqual([
    { age: 30, group: 'a' },
    { age: 70, group: 'a' },
    { age: 30, group: 'a' },
  ]);
  const [third] = await model.sample({ first: 2, seed: 5, condition });
  expect(third.volume.voxels).toEqual(all[2].volume.voxels);
  const fractions: number[] = [];
  const some = await model.sample({
    numbers: [0, 2],
    batchSize: 2,
    seed: 5,
    condition,
    onProgress: (fraction) => fractions.push(fraction),
  });
  expect(some.map(({ number }) => number)).toEqual([0, 2]);
  expect(some[1].volume.voxels).toEqual(all[2].volume.voxels);
  expect(fractions).toEqual([...fractions].sort());
  expect(fractions.at(-1)).toBe(1);
  expect(all[0].volume.voxels).not.toEqual(all[1].volume.voxels);
});

test('a plan says what a request leaves open', async () => {
  const plan = await model.plan({ count: 2 });
  expect(plan.settings).toMatchObject({ scheduler: 'ddim', steps: 2, guidance: 1 });
  expect(plan.warnings).toEqual(['the volumes are unconditioned; a condition may say age, group']);
  expect((await model.plan({ scheduler: 'unipc', steps: 3 })).settings).toMatchObject({ scheduler: 'unipc', steps: 3 });
});

test.each([
  [{ condition: { weight: 3 } }, 'condition: expected age, group, which the model was trained with, found weight'],
  [{ condition: { age: 'old' } }, 'condition: expected a number for age, found "old"'],
  [{ condition: { age: [] } }, 'condition: expected a value for age, found none'],
  [{ count: 0 }, 'count: expected a whole number of at least 1, found 0'],
  [{ first: -1 }, 'first: expected a whole number of at least 0, found -1'],
  [{ scheduler: 'ddimm' }, 'scheduler: expected one of'],
  [{ scheduler: 'unipc', eta: 1 }, 'sampling.eta: expected scheduler ddim with it, found unipc'],
])('a request that makes no sense is refused: %j', async (request, message) => {
  await expect(model.sample(request)).rejects.toThrow(message);
});

test('a training that goes on from a checkpoint ends in the same bits, one that starts with its weights does not', async () => {
  const again: CheckpointFiles[] = [];
  const onCheckpoint = (checkpoint: Parameters<typeof inMemory>[0]) => void again.push(inMemory(checkpoint));
  await trainModel(smallVolumes(6), { config, resume: checkpoints[0], onCheckpoint });
  const bytesOf = async (files: CheckpointFiles | undefined): Promise<Uint8Array> => {
    const file = files?.get('ema.safetensors');
    return file!.read(0, file!.size);
  };
  expect(await bytesOf(again.at(-1))).toEqual(await bytesOf(checkpoints.at(-1)));
  const started = await trainModel(smallVolumes(6), { config, start: checkpoints.at(-1), onCheckpoint });
  expect(started.description.step).toBe(2);
  expect(await bytesOf(again.at(-1))).not.toEqual(await bytesOf(checkpoints.at(-1)));
});

test('a checkpoint that is damaged is named', async () => {
  const files = new Map(checkpoints.at(-1));
  const broken = { name: 'run/checkpoint.json', size: 2, read: async () => new TextEncoder().encode('{}') };
  await expect(openModel(new Map([...files, ['checkpoint.json', broken]]))).rejects.toThrow(
    'run/checkpoint.json: format: expected braingen-checkpoint, found undefined',
  );
  files.delete('checkpoint.json');
  await expect(openModel(files)).rejects.toThrow(
    'checkpoint.json: expected the description of a checkpoint, found none',
  );
});
