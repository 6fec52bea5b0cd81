import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Scan } from '../find-scans.ts';
import { openScanProcess, type ScanProcess } from './process.ts';

// A process that does what the scan's name says, and counts the scans it was given.
const program = `
let scans = 0;
process.on('disconnect', () => process.exit());
process.on('message', ({ shared, scan, stop }) => {
  if (stop) process.send({ error: 'stopped' });
  if (!scan) return;
  scans++;
  if (scan.name === 'dies') process.kill(process.pid, 'SIGKILL');
  if (scan.name === 'exits') process.exit(7);
  if (scan.name === 'fails') process.send({ error: 'n4: expected a head' });
  if (scan.name !== 'good') return;
  process.send({ fraction: 0.5, step: 'n4' });
  process.send({ warnings: [String(scans)] });
});`;

const shared = {
  ...{ derivative: '', generator: { name: '' }, steps: [], settings: {} },
  ...{ settingsHash: '', threads: 1, keepSteps: false },
};
const controller = new AbortController();
let opened: ScanProcess;
const seen: unknown[] = [];
const take = (name: string): Promise<readonly string[]> =>
  opened.take({ name } as Scan, (...progress) => void seen.push(progress));

beforeEach(async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'braingen-process-')), 'program.mjs');
  await writeFile(path, program);
  opened = openScanProcess(shared, controller.signal, path);
});
afterEach(() => opened.end());

test('a process takes one scan after the other; one that ends is replaced for the next', async () => {
  expect(await take('good')).toEqual(['1']);
  expect(seen).toEqual([[0.5, 'n4']]);
  await expect(take('fails')).rejects.toThrow(/^n4: expected a head$/);
  expect(await take('good')).toEqual(['3']);
  await expect(take('dies')).rejects.toThrow('expected its process to end by itself, found SIGKILL (out of memory?');
  await expect(take('exits')).rejects.toThrow('found exit status 7');
  expect(await take('good')).toEqual(['1']);
});

test('aborting stops the scan', async () => {
  const taken = take('waits');
  controller.abort();
  await expect(taken).rejects.toThrow('stopped');
});
