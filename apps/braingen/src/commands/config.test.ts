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

  test.each([
    ['training.steps=0', 'hour.yaml, changed: training.steps: expected at least 1, found 0'],
    ['training.stesp=5', 'hour.yaml, changed: training.stesp: expected a known field, found 5'],
    ['steps', 'expected a field and its value, such as training.steps=2000, found "steps"'],
  ])('--set %s ends the command before it begins', async (setting, message) => {
    const { said, status } = await runCommand('train', 'data', 'run', '--set', 'seed=5', '--set', setting);
    expect(said).toContain(message);
    expect(status).toBe(2);
  });

  test('refuses a name that is none, and a preset beside a file', async () => {
    await expect(runCommand('config', '--preset', 'week')).rejects.toThrow('demo, hour, night, paper');
    const both = runCommand('train', 'data', 'run', '--preset', 'hour', '--config', 'own.yaml');
    await expect(both).rejects.toThrow("'--config <file>' cannot be used with option '--preset <name>'");
  });
});
