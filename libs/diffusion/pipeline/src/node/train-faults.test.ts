import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { smallConfig, smallVolume } from '../testing/small-model.test-data.ts';
import { openLog, readLog } from './log.ts';
import { train } from './train.ts';

/** What stands in for a full disk: the checkpoint of this step finds no room. */
const disk = vi.hoisted(() => ({ fullAt: -1 }));
vi.mock('@braingen/unet3d/node', async (original) => {
  const actual = await original<typeof import('@braingen/unet3d/node')>();
  return {
    ...actual,
    saveCheckpointFiles: (folder: string, files: Iterable<readonly [string, Uint8Array]>): Promise<void> =>
      folder.endsWith(`step-${String(disk.fullAt).padStart(8, '0')}`)
        ? Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }))
        : actual.saveCheckpointFiles(folder, files),
  };
});

const volumes = ['a', 'b', 'c', 'd'].map((name) => ({ name, volume: smallVolume(name) }));
const config = (steps: number): object => ({
  ...smallConfig,
  training: { ...smallConfig['training'], steps, checkpointEvery: 1 },
});

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'braingen-faults-'));
});
afterEach(() => {
  disk.fullAt = -1;
});

const weightsOf = (run: string, step: number): Promise<Buffer> =>
  readFile(join(run, 'checkpoints', `step-0000000${step}`, 'model.safetensors'));

test('a finished run is left as it is', async () => {
  const run = join(root, 'finished');
  await train(volumes, run, { config: config(2) });
  const last = join(run, 'checkpoints', 'step-00000002');
  const before = await Promise.all((await readdir(last)).map((name) => stat(join(last, name))));
  await train(volumes, run, { config: config(2), resume: true });
  const after = await Promise.all((await readdir(last)).map((name) => stat(join(last, name))));
  expect(after.map(({ ino, mtimeMs }) => [ino, mtimeMs])).toEqual(before.map(({ ino, mtimeMs }) => [ino, mtimeMs]));
});

test('after damage and kills a run ends with the bits of an undisturbed one', async () => {
  const [run, calm] = [join(root, 'damaged'), join(root, 'calm')];
  await train(volumes, calm, { config: config(4) });
  const stop = new AbortController();
  const stopped = train(volumes, run, {
    config: config(4),
    signal: stop.signal,
    onReport: ({ step }) => {
      if (step === 3) stop.abort();
    },
  });
  await expect(stopped).rejects.toThrow('aborted');
  const moments = join(run, 'checkpoints', 'step-00000003', 'adam-mean.safetensors');
  const bytes = await readFile(moments);
  bytes[bytes.length - 9] ^= 4;
  await writeFile(moments, bytes);
  await mkdir(join(run, 'checkpoints', '.step-00000003.1.partial'));
  const warnings: string[] = [];
  await train(volumes, run, { config: config(4), resume: true, onWarning: (warning) => warnings.push(warning) });
  expect(warnings).toEqual([
    expect.stringMatching(/step-00000003.adam-mean.*damaged; the checkpoint before it is taken/),
  ]);
  expect((await weightsOf(run, 4)).equals(await weightsOf(calm, 4))).toBe(true);
  expect((await readdir(join(run, 'checkpoints'))).sort()).toEqual([
    'step-00000003',
    'step-00000003.damaged',
    'step-00000004',
  ]);
  expect((await readLog(join(run, 'log.jsonl'))).filter(({ loss }) => loss).map(({ step }) => step)).toEqual([
    1, 2, 3, 4,
  ]);
});

test('a full disk is said, and only the last checkpoint ends the training', async () => {
  const run = join(root, 'full');
  const warnings: string[] = [];
  disk.fullAt = 1;
  await train(volumes, run, { config: config(2), onWarning: (warning) => warnings.push(warning) });
  expect(warnings).toEqual(['step 1: no checkpoint could be written: ENOSPC: no space left on device, write']);
  expect(await readdir(join(run, 'checkpoints'))).toEqual(['step-00000002']);
  disk.fullAt = 3;
  await expect(train(volumes, run, { config: config(3), resume: true })).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await readdir(run)).not.toContain('.training.lock');
});

test('stopped on a full disk: the disk is what is said, not that it is checkpointed', async () => {
  const run = join(root, 'stopped');
  const stop = new AbortController();
  disk.fullAt = 1;
  const stopped = train(volumes, run, {
    config: { ...smallConfig, training: { ...smallConfig['training'], steps: 3 } },
    signal: stop.signal,
    onReport: () => stop.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ code: 'ENOSPC' });
});

test('a second training in the folder is refused while the first one runs', async () => {
  const run = join(root, 'two');
  let second: Promise<unknown> | undefined;
  await train(volumes, run, {
    config: config(1),
    onReport: () => {
      second ??= train(volumes, run, { config: config(1) }).catch((error: unknown) => error);
    },
  });
  expect(String(await second)).toMatch(/no other training writes to|found a run|wrote to it meanwhile/);
});

test('a log that cannot be written is told of once, and closes', async () => {
  const folder = join(root, 'log');
  await mkdir(folder);
  const lost: string[] = [];
  const log = await openLog(join(folder, 'log.jsonl'), 0, ({ message }) => lost.push(message));
  await rm(folder, { recursive: true });
  await mkdir(join(folder, 'log.jsonl'), { recursive: true });
  for (let i = 0; i < 3; i++) log.write({ step: i });
  await log.close();
  expect(lost.length).toBeLessThanOrEqual(1);
});
