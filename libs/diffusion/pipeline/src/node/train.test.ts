import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeVolume } from '@braingen/volume/node';
import { beforeAll, expect, test } from 'vitest';
import { startFields } from '../start-fields.ts';
import { smallConfig, smallVolume } from '../testing/small-model.test-data.ts';
import { convertToRun } from './convert.ts';
import { exportFolder, exportRun } from './export-model.ts';
import { load } from './load.ts';
import { readLog } from './log.ts';
import { train } from './train.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const config = { ...smallConfig, condition: { covariates: ['age'] } };

/** A run of two steps on six volumes whose ages are known. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-train-'));
  await mkdir(at('scans'));
  for (const name of ['sub-1', 'sub-2', 'sub-3', 'sub-4', 'sub-5', 'sub-6'])
    await writeVolume(at('scans', `${name}_T1w.nii.gz`), smallVolume(name));
  const rows = [20, 30, 40, 50, 60, 70].map((age, i) => `sub-${i + 1}\t${age}\n`);
  await writeFile(at('scans', 'participants.tsv'), `participant_id\tage\n${rows.join('')}`);
  await train(at('scans'), at('run'), { config });
});

test('a run folder holds configuration, log and checkpoints, and samples', async () => {
  expect((await readdir(at('run'))).sort()).toEqual([
    ...['README.md', 'checkpoints', 'config.yaml', 'dataset.json', 'log.jsonl', 'metrics.csv', 'tensorboard'],
  ]);
  expect(await readdir(at('run', 'checkpoints'))).toEqual(['best', 'step-00000001', 'step-00000002']);
  const [looked, last] = (await readLog(at('run', 'log.jsonl'))).slice(-2);
  expect(looked).toMatchObject({ step: 2, validationLoss: expect.any(Number) });
  expect(looked.validationByTime).toHaveLength(8);
  expect(last).toMatchObject({ step: 2, energy: { kWh: expect.any(Number), carbonIntensity: 475 } });
  expect(await readFile(at('run', 'metrics.csv'), 'utf8')).toMatch(/^step,name,value\n1,loss\/training,/);
  const model = await load(at('run'));
  const [first, second] = await model.sample({ count: 2, seed: 1, condition: { age: [25, 65] } });
  expect(first.volume.shape).toEqual([8, 8, 8]);
  expect(first.volume.voxels).not.toEqual(second.volume.voxels);
  model.dispose();
});

test('a run is not begun anew by mistake, and goes on as it was begun', async () => {
  const steps = (count: number, more: object = {}) => ({
    ...config,
    training: { ...smallConfig['training'], steps: count },
    ...more,
  });
  await expect(train(at('scans'), at('run'), { config })).rejects.toThrow(
    'expected a folder without a run, found a run',
  );
  const other = train(at('scans'), at('run'), { config: steps(3, { seed: 5 }), resume: true });
  await expect(other).rejects.toThrow('config.yaml: seed: expected 0, with which the run was started, found 5');
  await train(at('scans'), at('run'), { config: steps(3, { sampling: { steps: 7 } }), resume: true });
  const model = await load(at('run'));
  expect(model.description.step).toBe(3);
  expect((await model.plan()).settings).toMatchObject({ steps: 7 });
});

test('a training ends early where the held-out loss no longer falls, and its best checkpoint stays', async () => {
  const training = {
    ...smallConfig['training'],
    steps: 40,
    learningRate: 0.5,
    warmUp: 0,
    validateEvery: 1,
    patience: 2,
  };
  await train(at('scans'), at('early'), { config: { ...config, training } });
  const log = await readLog(at('early', 'log.jsonl'));
  const losses = log.flatMap(({ validationLoss, step }) =>
    validationLoss === undefined ? [] : [{ step, validationLoss }],
  );
  const best = losses.reduce((a, b) => (b.validationLoss < a.validationLoss ? b : a));
  expect(losses.at(-1)?.step).toBe(best.step + 2);
  const model = await load(at('early', 'checkpoints', 'best'));
  expect(model.description.step).toBe(best.step);
  model.dispose();
  // Started again it stays as it is; with more patience it goes on.
  const reached = (await load(at('early'))).description.step;
  await train(at('scans'), at('early'), { config: { ...config, training }, resume: true });
  expect((await load(at('early'))).description.step).toBe(reached);
  const patient = { ...training, patience: 3, steps: reached + 1 };
  await train(at('scans'), at('early'), { config: { ...config, training: patient }, resume: true });
  expect((await load(at('early'))).description.step).toBe(reached + 1);
});

test('a training that goes on with other volumes is refused by name, before anything is written', async () => {
  await mkdir(at('others'));
  for (const name of ['sub-1', 'sub-2', 'sub-3', 'sub-4', 'sub-5', 'sub-7'])
    await writeVolume(at('others', `${name}_T1w.nii.gz`), smallVolume(name));
  await writeFile(
    at('others', 'participants.tsv'),
    await readFile(at('scans', 'participants.tsv'), 'utf8').then((text) => text.replace('sub-6', 'sub-7')),
  );
  const before = await readFile(at('run', 'log.jsonl'), 'utf8');
  const more = { ...config, training: { ...smallConfig['training'], steps: 9 } };
  await expect(train(at('others'), at('run'), { config: more, resume: true })).rejects.toThrow(/sub-6.*sub-7/);
  expect(await readFile(at('run', 'log.jsonl'), 'utf8')).toBe(before);
});

test('a run becomes weights, weights a run, and a training starts with it', async () => {
  expect(await exportRun(at('run'), at('weights.safetensors'), 'ema')).toBeGreaterThan(10);
  const model = await load(at('weights.safetensors'));
  const same = await load(at('run'));
  const request = { seed: 1, steps: 2, condition: { age: 30 } };
  expect((await model.sample(request))[0].volume.voxels).toEqual((await same.sample(request))[0].volume.voxels);
  await convertToRun(at('weights.safetensors'), at('converted'));
  const tuned = { ...startFields(model.description), condition: config.condition, training: { steps: 1, warmUp: 0 } };
  await train(at('scans'), at('tuned'), { config: tuned, start: at('converted') });
  expect((await load(at('tuned'))).description).toMatchObject({
    step: 1,
    intensityRange: model.description.intensityRange,
  });
  await expect(train(at('scans'), at('converted'), { config: tuned, resume: true })).rejects.toThrow();
  const fromNowhere = train(at('scans'), at('never'), { config: tuned, start: at('nowhere') });
  await expect(fromNowhere).rejects.toThrow('nowhere: expected the folder of a checkpoint, found no such file');
  expect(await readdir(folder)).not.toContain('never');
});

test('a run becomes a folder for other libraries, unless its network has no counterpart there', async () => {
  const refused = exportFolder(at('run'), at('bundle'), 'monai-bundle');
  await expect(refused).rejects.toThrow('model.covariatesAs: expected context or channels');
  expect(await readdir(folder)).not.toContain('bundle');
  await train(at('scans'), at('unconditioned'), { config: { ...config, condition: undefined } });
  expect(await exportFolder(at('unconditioned'), at('bundle'), 'monai-bundle')).toBeGreaterThan(10);
  expect((await readdir(at('bundle'), { recursive: true })).sort()).toEqual([
    ...['configs', 'configs/inference.json', 'configs/metadata.json', 'configs/noise_levels.json', 'docs'],
    ...['docs/README.md', 'models', 'models/model.safetensors'],
  ]);
  expect(await readFile(at('bundle', 'docs', 'README.md'), 'utf8')).toContain('python -m monai.bundle run');
});
