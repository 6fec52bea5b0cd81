import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeVolume } from '@braingen/volume/node';
import { beforeEach, expect, test } from 'vitest';
import { smallVolume } from '../../testing/small-model.test-data.ts';
import { openVolumeCache } from './volume-cache.ts';

const shape = [8, 8, 8] as const;
let folder: string;
let file: { readonly name: string; readonly path: string };
const cachePath = (): string => join(folder, 'cache');
const onlyEntry = async (): Promise<string> => join(cachePath(), (await readdir(cachePath()))[0]);
const voxelsOf = async (seed: string): Promise<Float32Array> => smallVolume(seed).voxels;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'braingen-cache-'));
  file = { name: 'sub-1', path: join(folder, 'sub-1.nii') };
  await writeVolume(file.path, smallVolume('a'));
});

test('a volume is made once, and read with the bits that it was made with', async () => {
  const first = await (await openVolumeCache(cachePath())).prepare(file, shape);
  const written = await stat(await onlyEntry());
  const { read, ...summary } = await (await openVolumeCache(cachePath())).prepare(file, shape);
  expect({ ...first, read: undefined }).toEqual({ ...summary, read: undefined });
  expect(await read()).toEqual(await voxelsOf('a'));
  const { ino, mtimeMs } = await stat(await onlyEntry());
  expect([ino, mtimeMs]).toEqual([written.ino, written.mtimeMs]);
});

test('another scan of the same name, size and date is not taken for the one before', async () => {
  await (await openVolumeCache(cachePath())).prepare(file, shape);
  const { atime, mtime, size } = await stat(file.path);
  await rm(file.path);
  await writeVolume(file.path, smallVolume('b'));
  await utimes(file.path, atime, mtime);
  expect((await stat(file.path)).size).toBe(size);
  const { read } = await (await openVolumeCache(cachePath())).prepare(file, shape);
  expect(await read()).toEqual(await voxelsOf('b'));
});

test('a scan that was only touched is not made anew; another shape is kept apart', async () => {
  const cache = await openVolumeCache(cachePath());
  await cache.prepare(file, shape);
  const { ino } = await stat(await onlyEntry());
  await writeFile(file.path, await readFile(file.path));
  await cache.prepare(file, shape);
  expect((await stat(await onlyEntry())).ino).toBe(ino);
  const small = await cache.prepare(file, [4, 4, 4]);
  expect(await small.read()).toHaveLength(64);
  expect(await readdir(cachePath())).toHaveLength(2);
});

test('two data sets share a folder, and files of one name do not meet', async () => {
  await mkdir(join(folder, 'other'));
  const other = { name: 'sub-1', path: join(folder, 'other', 'sub-1.nii') };
  await writeVolume(other.path, smallVolume('b'));
  const cache = await openVolumeCache(cachePath());
  const [one, two] = [await cache.prepare(file, shape), await cache.prepare(other, shape)];
  expect(await one.read()).toEqual(await voxelsOf('a'));
  expect(await two.read()).toEqual(await voxelsOf('b'));
});

test('what is damaged, cut off or gone is made anew while a training reads', async () => {
  const { read } = await (await openVolumeCache(cachePath())).prepare(file, shape);
  const entry = await onlyEntry();
  const bytes = await readFile(entry);
  const flipped = Uint8Array.from(bytes);
  flipped[flipped.length - 5] ^= 1;
  for (const harm of [
    () => writeFile(entry, flipped),
    () => writeFile(entry, bytes.subarray(0, 99)),
    () => rm(entry),
  ]) {
    await harm();
    expect(await read()).toEqual(await voxelsOf('a'));
    expect(await readFile(entry)).toHaveLength(bytes.length);
  }
});

test('a scan that was replaced under a training is refused, not mixed in', async () => {
  const { read } = await (await openVolumeCache(cachePath())).prepare(file, shape);
  await rm(file.path);
  await writeVolume(file.path, smallVolume('b'));
  expect(await read()).toEqual(await voxelsOf('a'));
  await rm(await onlyEntry());
  await expect(read()).rejects.toThrow('expected the scan that the training began with, found another');
});
