import { readFile } from 'node:fs/promises';
import { parseConfig } from '@braingen/pipeline';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { presetFile, presets } from '../presets.ts';
import { runCommand } from './run-command.test-data.ts';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

describe('config', () => {
  test.each(presets)('prints %s, as it can be given to --config', async (preset) => {
    const { out } = await runCommand('config', '--preset', preset);
    expect(out.trim()).toBe((await readFile(presetFile(preset), 'utf8')).trim());
    expect(parseConfig(out, 'stdout').model.kind).toBe(preset === 'paper' ? 'unet' : 'cascade');
  });

  test('refuses a name that is none, and a preset beside a file', async () => {
    await expect(runCommand('config', '--preset', 'week')).rejects.toThrow('demo, hour, night, paper');
    const both = runCommand('train', 'data', 'run', '--preset', 'hour', '--config', 'own.yaml');
    await expect(both).rejects.toThrow("'--config <file>' cannot be used with option '--preset <name>'");
  });
});
