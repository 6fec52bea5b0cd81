import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockRun } from './run-lock.ts';

let root: string;
let path: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'braingen-lock-'));
  path = join(root, '.training.lock');
});
afterEach(() => rm(root, { recursive: true }));

const write = (holder: object): Promise<void> => writeFile(path, JSON.stringify({ token: 'other', ...holder }));

test('one training at a time, and the next when it is given free', async () => {
  const release = await lockRun(root);
  await expect(lockRun(root)).rejects.toThrow(
    new RegExp(`expected a run folder that no other training writes to, found one that process ${process.pid} on`),
  );
  await release();
  await release();
  expect(await readdir(root)).toEqual([]);
  await (
    await lockRun(root)
  )();
});

test('of many at once one gets it', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockRun(root)));
  const got = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(got).toHaveLength(1);
  expect(await readdir(root)).toEqual(['.training.lock']);
  await got[0].value();
});

test('the lock of a process that is gone does not count, nor one whose number another process has', async () => {
  const child = spawn(process.execPath, ['-e', '0']);
  await once(child, 'close');
  for (const stale of [
    { host: hostname(), pid: child.pid },
    { host: hostname(), pid: process.pid, began: '1' },
  ]) {
    await write(stale);
    const release = await lockRun(root);
    expect(await readFile(path, 'utf8')).not.toContain('other');
    await release();
  }
});

test('one on another host counts as long as it is touched', async () => {
  await write({ host: 'elsewhere', pid: 1 });
  await expect(lockRun(root)).rejects.toThrow('process 1 on elsewhere');
  const long = new Date(Date.now() - 3_600_000);
  await utimes(path, long, long);
  await (
    await lockRun(root)
  )();
});

test('a lock that says nothing does not count', async () => {
  await writeFile(path, 'x');
  await (
    await lockRun(root)
  )();
  expect(await readdir(root)).toEqual([]);
});
