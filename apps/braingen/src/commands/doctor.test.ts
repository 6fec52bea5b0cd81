import { afterEach, expect, test, vi } from 'vitest';
import { version } from '../versions.ts';
import { runCommand } from './run-command.test-data.ts';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

interface Diagnosis {
  readonly braingen: string;
  readonly engines: readonly {
    readonly engine: string;
    readonly isAvailable: boolean;
    readonly isChosen: boolean;
    readonly message: string;
    readonly cure?: string;
  }[];
}

test('says of every engine whether it is there, which one would run, and how to get the others', async () => {
  const { status, out } = await runCommand('doctor', '--json');
  expect(status).toBe(0);
  const { braingen, engines } = JSON.parse(out) as Diagnosis;
  expect(braingen).toBe(version);
  expect(engines.map(({ engine }) => engine)).toEqual([
    ...['tfjs-node-gpu', 'webgpu', 'native', 'wasm', 'tfjs-node', 'tfjs-cpu'],
  ]);
  const available = engines.filter(({ isAvailable }) => isAvailable).map(({ engine }) => engine);
  // Of these two nothing has to be installed.
  expect(available).toEqual(expect.arrayContaining(['wasm', 'tfjs-cpu']));
  const chosen = engines.filter(({ isChosen }) => isChosen).map(({ engine }) => engine);
  expect(chosen).toHaveLength(1);
  expect(available).toContain(chosen[0]);
  expect(['wasm', 'tfjs-cpu', 'tfjs-node']).not.toContain(available.includes('native') ? chosen[0] : 'none');
  for (const { isAvailable, message, cure } of engines)
    expect([message, isAvailable || cure]).toEqual([
      expect.stringMatching(/\S/),
      isAvailable || expect.stringMatching(/\S/),
    ]);

  const { out: text } = await runCommand('doctor');
  const lines = text.split('\n');
  expect(lines[0]).toContain(`braingen ${version}, Node ${process.version}`);
  const marked = (mark: string): string[] =>
    lines.filter((line) => line.startsWith(mark)).map((line) => line.split(/\s+/)[1]);
  expect(marked('runs')).toEqual(chosen);
  expect(marked('available')).toEqual(available.filter((engine) => engine !== chosen[0]));
  expect(marked('missing')).toHaveLength(engines.length - available.length);
  for (const { cure } of engines) if (cure) expect(text).toContain(cure);
});
