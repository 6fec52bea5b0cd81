import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeVolume } from '@braingen/volume/node';
import { beforeAll, expect, test } from 'vitest';
import { createConfig } from '../config/run-config.ts';
import { smallConfig, smallVolume } from '../testing/small-model.test-data.ts';
import { readLog } from './log.ts';
import { openDataset } from './open-dataset.ts';
import { train } from './train.ts';

const names = ['sub-1', 'sub-2', 'sub-3', 'sub-4', 'sub-5', 'sub-6'];
const network = { channels: [4, 8], numResBlocks: 1, normNumGroups: 2, middleAttention: false };
const cascade = {
  ...{ data: { shape: [16, 16, 16] }, condition: { covariates: ['age'] } },
  model: {
    kind: 'cascade',
    halvings: 1,
    stages: [
      { kind: 'coarse', level: 1, network, sigmaMax: 2 },
      { kind: 'details', level: 1, network, augmentation: { mirror: true, shift: 1 }, variations: 2 },
    ],
  },
  training: { steps: 4, batchSize: 2, validateEvery: 2 },
};

let folder: string;
const at = (...parts: string[]): string => join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-dataset-'));
  await mkdir(at('scans'));
  for (const name of names) await writeVolume(at('scans', `${name}_T1w.nii.gz`), smallVolume(name));
  const rows = names.map((name, i) => `${name}\t${20 + i}\n`);
  await writeFile(at('scans', 'participants.tsv'), `participant_id\tage\n${rows.join('')}`);
});

/** Losses, and a digest of all weights, of a run's last checkpoint. */
async function outcome(run: string): Promise<unknown> {
  const log = (await readLog(join(run, 'log.jsonl'))).map(({ loss, validationLoss }) => [loss, validationLoss]);
  const checkpoints = (await readdir(join(run, 'checkpoints'))).filter((name) => name.startsWith('step-'));
  const last = join(run, 'checkpoints', checkpoints.sort().at(-1) as string);
  const files = (await readdir(last)).filter((name) => name.endsWith('.safetensors')).sort();
  const digests = await Promise.all(
    files.map(async (name) => [
      name,
      createHash('sha256')
        .update(await readFile(join(last, name)))
        .digest('hex'),
    ]),
  );
  return { log, digests };
}

test.each([
  ['unet', { ...smallConfig, condition: { covariates: ['age'] }, training: { steps: 6, batchSize: 2, warmUp: 0 } }],
  ['cascade', cascade],
])('a %s learns the same bits from volumes in memory and from a disk', async (name, config) => {
  await train(at('scans'), at(name, 'memory'), { config });
  await train(at('scans'), at(name, 'disk'), { config, inMemory: 0 });
  expect(await outcome(at(name, 'disk'))).toEqual(await outcome(at(name, 'memory')));
  await expect(access(at(name, 'disk', '.volumes'))).rejects.toThrow('ENOENT');
});

test('what is kept stays until the training is done, or for ever in a folder of its own', async () => {
  const stop = new AbortController();
  const stopped = train(at('scans'), at('stopped'), {
    ...{ config: smallConfig, inMemory: 0, signal: stop.signal },
    onReport: () => stop.abort(),
  });
  await expect(stopped).rejects.toThrow('aborted');
  expect(await readdir(at('stopped', '.volumes'))).toHaveLength(names.length);
  await train(at('scans'), at('stopped'), { config: smallConfig, inMemory: 0, resume: true });
  expect(await readdir(at('stopped'))).not.toContain('.volumes');
  await train(at('scans'), at('apart'), { config: smallConfig, inMemory: 0, cache: at('kept') });
  expect(await readdir(at('kept'))).toHaveLength(names.length);
});

test('each rank prepares its share of the scans', async () => {
  const config = createConfig(smallConfig);
  let atBarrier: string[] = [];
  const ranks = {
    ...{ rank: 1, size: 2, sum: () => Promise.resolve() },
    max: async (value: number) => {
      atBarrier = await readdir(at('shared'));
      return value;
    },
  };
  const { training, validation } = await openDataset(at('scans'), config, { cache: at('shared'), ranks });
  expect(atBarrier.map((name) => name.slice(0, 5)).sort()).toEqual(['sub-2', 'sub-4', 'sub-6']);
  expect(training.length + validation.length).toBe(names.length);
  expect(await readdir(at('shared'))).toHaveLength(names.length);
});

test('volumes that are neither kept nor small are read anew each time', async () => {
  const config = createConfig(smallConfig);
  const { training } = await openDataset(at('scans'), config, { inMemory: 0 });
  const [once, again] = [await training[0].read(), await training[0].read()];
  expect(once).toEqual(again);
  expect(once).not.toBe(again);
});
