import { mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeWhole } from './write-whole.ts';

test('replaces a file, and leaves nothing beside it, whether it succeeds or fails', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'braingen-whole-'));
  await writeWhole(join(folder, 'a'), 'first');
  await writeWhole(join(folder, 'a'), new TextEncoder().encode('second'));
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('second');
  await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
  await expect(writeWhole(join(folder, 'taken'), 'third')).rejects.toThrow();
  expect((await readdir(folder)).sort()).toEqual(['a', 'taken']);
});
