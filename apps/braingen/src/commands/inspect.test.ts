import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { badInputs, writeBadInput } from '@braingen/test-fixtures';
import { afterEach, expect, test, vi } from 'vitest';
import { inspectCommand } from './inspect.ts';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function inspect(...args: string[]): Promise<{ status: unknown; output: string }> {
  let output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  await inspectCommand().parseAsync(args, { from: 'user' });
  return { status: process.exitCode, output };
}

test.each(badInputs.map((input) => [`${input.row}: ${input.name}`, input] as const))('%s', async (_, input) => {
  const path = writeBadInput(await mkdtemp(join(tmpdir(), 'braingen-inspect-')), input);
  const { status, output } = await inspect('--json', path);
  expect(status).toBe(input.outcome === 'refused' ? 2 : 0);
  const [result] = JSON.parse(output) as { trusted: boolean; error?: string; warnings?: string[] }[];
  expect(result.trusted).toBe(input.outcome !== 'refused');
  if (input.says) expect([result.error ?? '', ...(result.warnings ?? [])].join('\n')).toMatch(input.says);
  if (input.outcome === 'warned') expect(result.warnings).not.toHaveLength(0);
});

test('good files among bad ones are still described, one bad one decides the status', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'braingen-inspect-'));
  const good = writeBadInput(folder, badInputs.find(({ outcome }) => outcome === 'read')!);
  const { status, output } = await inspect(good, join(folder, 'absent.nii'));
  expect(status).toBe(2);
  expect(output).toMatch(/voxel size .* mm/);
  expect(output).toMatch(/not to be trusted: expected .*, found no such file/);
});

test('a folder stands for all images in it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'braingen-inspect-'));
  const inner = join(folder, 'sub-01');
  await mkdir(inner);
  const good = writeBadInput(inner, badInputs.find(({ outcome }) => outcome === 'read')!);
  for (const name of ['._b.nii.gz', 'notes.txt', 'b.nii.gz']) await writeFile(join(folder, name), 'no image');
  const { status, output } = await inspect('--json', folder);
  expect(status).toBe(2);
  expect(JSON.parse(output)).toMatchObject([
    { file: join(folder, 'b.nii.gz'), trusted: false },
    { file: good, trusted: true },
  ]);
});

test('a folder without an image is no input', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { status } = await inspect(await mkdtemp(join(tmpdir(), 'braingen-inspect-')));
  expect(status).toBe(2);
});
