import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand } from './commands/run-command.test-data.ts';
import { loadExtension } from './plugins.ts';

let module: string;
beforeEach(async () => {
  module = join(await mkdtemp(join(tmpdir(), 'braingen-plugins-')), 'mine.ts');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

const isNamed = (value: unknown): value is { name: string } => typeof (value as { name: unknown })?.name === 'string';

async function load(text: string): Promise<{ said: string; loaded: Promise<unknown> }> {
  await writeFile(module, text);
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((piece) => {
    said += String(piece);
    return true;
  });
  const loaded = loadExtension('metric', module, [], isNamed);
  await loaded.catch(() => undefined);
  return { said, loaded };
}

test('a module is executed, and that is said', async () => {
  const { said, loaded } = await load("export default { name: 'mine' as string };");
  expect(await loaded).toMatchObject({ name: 'mine' });
  expect(said).toBe(`metric: executing ${module}\n`);
});

test('an error in a module says where', async () => {
  const { loaded } = await load("\n\nthrow new Error('no such thing');");
  await expect(loaded).rejects.toThrow(/expected a module that loads, found no such thing \(.*mine\.ts:3:/);
});

test('BRAINGEN_DEBUG adds the stack to an error', async () => {
  const failing = ['resample', `${module}.nii`, `${module}.out.nii`, '--shape', '2x2x2'];
  const { said } = await runCommand(...failing);
  expect(said).toMatch(/^braingen resample: .*: expected a NIfTI or Analyze file, found no such file or folder\n$/);
  vi.restoreAllMocks();
  vi.stubEnv('BRAINGEN_DEBUG', '1');
  const debugged = await runCommand(...failing);
  expect(debugged.said).toContain(said);
  expect(debugged.said).toMatch(/\n {4}at /);
});

test('what is built in is found in capitals and without', async () => {
  const builtIn = [{ name: 'FID' }, { name: 'heun' }];
  expect(await loadExtension('metric', 'fid', builtIn, isNamed)).toBe(builtIn[0]);
  expect(await loadExtension('scheduler', 'Heun', builtIn, isNamed)).toBe(builtIn[1]);
  await expect(loadExtension('metric', 'fi', builtIn, isNamed)).rejects.toThrow(
    '--metric: expected one of FID, heun, or the path of a module, found "fi"',
  );
});
