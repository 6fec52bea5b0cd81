import { existsSync } from 'node:fs';
import type { RunConfig } from '@braingen/pipeline';
import { Option, type Command } from 'commander';
import { presetFile, presets, type Preset } from '../presets.ts';

/** What chooses a configuration. */
export interface ConfigChoice {
  readonly config?: string;
  readonly preset?: Preset;
  readonly set?: readonly string[];
}

/** Adds `--config` and `--preset`, one of which may be given, and `--set`, which may be given several times. */
export function withConfigOptions(command: Command): Command {
  return command
    .addOption(new Option('--config <file>', 'YAML; what it leaves out has a default').conflicts('preset'))
    .addOption(
      new Option('--preset <name>', 'a configuration that comes with the program; `braingen config` prints it').choices(
        presets,
      ),
    )
    .addOption(
      new Option('--set <field=value>', 'change a field, such as training.steps=2000; once for each').argParser(
        (setting: string, before: readonly string[] = []) => [...before, setting],
      ),
    );
}

/**
 * The configuration of a run: a YAML file or a preset, with the fields that were set.
 *
 * @param usual where neither is given
 * @param runs whose own configuration goes before the usual one: that which goes on, that whose weights a training starts with
 */
export async function openConfig(
  { config, preset, set }: ConfigChoice,
  usual: Preset,
  runs: readonly (string | undefined)[] = [],
): Promise<RunConfig> {
  const { readConfig, runFolder } = await import('@braingen/pipeline/node');
  const own = runs.flatMap((run) => (run === undefined ? [] : [runFolder(run).config])).find(existsSync);
  return readConfig(config ?? (preset === undefined && own ? own : presetFile(preset ?? usual)), set);
}
