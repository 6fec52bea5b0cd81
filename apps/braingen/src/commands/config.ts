import { readFile } from 'node:fs/promises';
import { parseConfig } from '@braingen/pipeline';
import { Command, Option } from 'commander';
import { withAction } from '../action.ts';
import { presetFile, presets, type Preset } from '../presets.ts';

export function configCommand(): Command {
  const command = new Command('config')
    .description('print a configuration that comes with the program, to change and give to --config')
    .addOption(new Option('--preset <name>', 'from minutes to days').choices(presets).default('hour'))
    .addHelpText('after', '\nExample:\n  braingen config --preset night > night.yaml');
  return withAction<{ preset: Preset }>(command, async ({ terminal }, _, { preset }) => {
    const file = presetFile(preset);
    const text = await readFile(file, 'utf8');
    terminal.result({ preset, config: parseConfig(text, file) }, text.trimEnd());
  });
}
