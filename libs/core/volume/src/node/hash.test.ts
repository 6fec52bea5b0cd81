import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashFile, hashValue } from './hash.ts';

test('a file and a value have the SHA-256 of their bytes', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'braingen-hash-')), 'abc');
  await writeFile(path, 'abc');
  expect(await hashFile(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  await writeFile(path, '"abc"');
  expect(hashValue('abc')).toBe(await hashFile(path));
});
