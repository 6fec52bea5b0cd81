import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PathError, reading } from './path-error.ts';

const folder = await mkdtemp(join(tmpdir(), 'braingen-path-'));
const [missing, file] = [join(folder, 'missing'), join(folder, 'file')];
await writeFile(file, '');

const list = (path: string): Promise<unknown> => readdir(path);
const read = (path: string): Promise<unknown> => readFile(path);

test.each([
  [missing, list, 'no such file or folder', 'ENOENT'],
  [file, list, 'a file where a folder should be', 'ENOTDIR'],
  [folder, read, 'a folder', 'EISDIR'],
  [join(folder, 'x'.repeat(300)), read, 'a name that is too long', 'ENAMETOOLONG'],
])('%s', async (path, look, found, code) => {
  const error = await reading(path, 'a thing', look(path)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PathError);
  expect(error).toMatchObject({ message: `${path}: expected a thing, found ${found}`, path, code, blames: 'input' });
});

test('what the path has no part in is said as the system says it, and blames the environment', async () => {
  const cause = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE', syscall: 'open' });
  await expect(reading(file, 'a thing', Promise.reject(cause))).rejects.toMatchObject({
    message: `${file}: expected a thing, found EMFILE: too many open files`,
    blames: 'environment',
  });
});

test('other errors stay as they are, and the first word stands', async () => {
  for (const other of [new RangeError('odd'), new DOMException('stopped', 'AbortError')])
    await expect(reading(file, 'a thing', Promise.reject(other))).rejects.toBe(other);
  await expect(reading(file, 'a thing', reading(missing, 'another', readFile(missing)))).rejects.toThrow(
    `${missing}: expected another`,
  );
});
