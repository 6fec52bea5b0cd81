import { mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkpointFolder,
  latestCheckpoint,
  saveCheckpointFiles,
  tidyCheckpoints,
  withCheckpointFiles,
} from './checkpoint-folder.ts';
import { CheckpointError } from './checkpoint-error.ts';
import { descriptionFile, parseDescription } from './checkpoint.ts';
import { writeSafetensors } from './safetensors.ts';
import { checksumFile } from './sealed-files.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'braingen-checkpoints-'));
});
afterEach(() => rm(parent, { recursive: true }));

const moments = 'adam-mean.safetensors';

function filesOf(step: number): [string, Uint8Array][] {
  const data = Float32Array.from({ length: 6 }, (_, i) => step + i);
  return [
    ['model.safetensors', writeSafetensors([['a', { shape: [6], data }]])],
    [moments, writeSafetensors([['a', { shape: [6], data }]])],
    [descriptionFile, new TextEncoder().encode(JSON.stringify({ step }))],
  ];
}

async function save(step: number): Promise<string> {
  const folder = checkpointFolder(parent, step);
  await saveCheckpointFiles(folder, filesOf(step));
  return folder;
}

async function flip(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at < 0 ? bytes.length + at : at] ^= 1;
  await writeFile(path, bytes);
}

const stepRead = (folder: string): Promise<number> =>
  withCheckpointFiles(folder, async (files) => {
    const file = files.get(descriptionFile)!;
    return (JSON.parse(new TextDecoder().decode(await file.read(0, file.size))) as { step: number }).step;
  });

it('has checksums that sha256sum knows', async () => {
  const folder = await save(1);
  expect(await readdir(folder)).toEqual([checksumFile, moments, descriptionFile, 'model.safetensors'].sort());
  expect(await readFile(join(folder, checksumFile), 'utf8')).toMatch(/^([0-9a-f]{64} {2}\S+\n){3}$/);
});

describe('of several checkpoints', () => {
  it.each([
    ['a flipped bit in the moments', (folder: string) => flip(join(folder, moments), -1)],
    ['a flipped bit in the description', (folder: string) => flip(join(folder, descriptionFile), 2)],
    ['a file cut off', (folder: string) => truncate(join(folder, 'model.safetensors'), 90)],
    ['a file of no bytes', (folder: string) => truncate(join(folder, 'model.safetensors'), 0)],
    ['a file that is gone', (folder: string) => rm(join(folder, 'model.safetensors'))],
    ['checksums that are none', (folder: string) => writeFile(join(folder, checksumFile), 'x')],
    ['no description', (folder: string) => rm(join(folder, descriptionFile))],
  ])('the one before the latest is taken after %s, with a word', async (_, damage) => {
    const [older, newer] = [await save(1), await save(2)];
    expect(await latestCheckpoint(parent)).toBe(newer);
    await damage(newer);
    const words: string[] = [];
    expect(await latestCheckpoint(parent, (folder, error) => words.push(folder, error.message))).toBe(older);
    expect(words[0]).toBe(newer);
    expect(words[1]).toMatch(/step-00000002.*: expected .*, found /);
    expect(await stepRead(parent)).toBe(1);
    await expect(stepRead(newer)).rejects.toThrow(/: expected .*, found |no such|found neither/);
  });

  it('none is taken where all are damaged, and the latest is named', async () => {
    for (const step of [1, 2]) await flip(join(await save(step), moments), -1);
    await expect(latestCheckpoint(parent)).rejects.toThrow(/step-00000002.*adam-mean.*it is damaged/);
    expect(await latestCheckpoint(join(parent, 'none'))).toBeUndefined();
  });

  it('those without checksums are looked at as far as can be', async () => {
    const [older, newer] = [await save(1), await save(2)];
    for (const folder of [older, newer]) await rm(join(folder, checksumFile));
    expect(await latestCheckpoint(parent)).toBe(newer);
    await truncate(join(newer, moments), 90);
    expect(await latestCheckpoint(parent)).toBe(older);
  });
});

it('is replaced at once, and put back where a kill fell between', async () => {
  const folder = await save(1);
  await saveCheckpointFiles(folder, filesOf(7));
  expect(await stepRead(folder)).toBe(7);
  expect(await readdir(parent)).toEqual(['step-00000001']);
  // As a kill between the two renames leaves it.
  await rename(folder, join(parent, '.step-00000001.former'));
  await mkdir(join(parent, '.step-00000002.77.partial'));
  await mkdir(join(parent, '.mine'));
  await tidyCheckpoints(parent);
  expect((await readdir(parent)).sort()).toEqual(['.mine', 'step-00000001']);
  expect(await stepRead(folder)).toBe(7);
  // As one after them does.
  await mkdir(join(parent, '.step-00000001.former'));
  await tidyCheckpoints(parent);
  expect((await readdir(parent)).sort()).toEqual(['.mine', 'step-00000001']);
});

it('a checkpoint that cannot be written leaves the ones there as they are, and names the file', async () => {
  const folder = await save(1);
  function* failing(): Generator<[string, Uint8Array]> {
    yield filesOf(2)[0];
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  }
  await expect(saveCheckpointFiles(checkpointFolder(parent, 2), failing())).rejects.toThrow('ENOSPC');
  expect(await readdir(parent)).toEqual(['step-00000001']);
  expect(await latestCheckpoint(parent)).toBe(folder);
});

it.each([
  '{"format":"braingen-checkpoint","version":1}',
  '{"format":"braingen-checkpoint","version":1,"model":{"channels":4}}',
])('a description without a network says so: %s', (text) => {
  expect(() => parseDescription(text)).toThrow('unet: expected a list of channels, found none');
});

it('text that is no JSON is refused in one line', () => {
  const refusal = (): unknown => parseDescription('{"format":\n\nbraingen}');
  expect(refusal).toThrow(CheckpointError);
  expect(refusal).toThrow(/^expected the JSON of a checkpoint, found: [^\n]+$/);
});
