import type { RunConfig } from '@braingen/pipeline';
import { Option, type Command } from 'commander';
import { presetFile, presets, type Preset } from '../presets.ts';

/** What chooses a configuration. */
export interface ConfigChoice {
  readonly config?: string;
  readonly preset?: Preset;
}

/** Adds `--config` and `--preset`, one of which may be given. */
export function withConfigOptions(command: Command): Command {
  return command
    .addOption(new Option('--config <file>', 'YAML; what it leaves out has a default').conflicts('preset'))
    .addOption(
      new Option('--preset <name>', 'a configuration that comes with the program; `braingen config` prints it').choices(
        presets,
      ),
    );
}

/** The configuration of a run: a YAML file, or a preset. */
export async function openConfig({ config, preset }: ConfigChoice, usual: Preset): Promise<RunConfig> {
  const { readConfig } = await import('@braingen/pipeline/node');
  return readConfig(config ?? presetFile(preset ?? usual));
}
