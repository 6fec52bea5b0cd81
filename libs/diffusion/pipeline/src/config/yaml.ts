import { parse, stringify } from 'yaml';
import { PipelineError } from '../error.ts';
import { createConfig, type RunConfig } from './run-config.ts';

/** Aliases of anchors that a file may use: more are a way to fill the memory with a few lines. */
const maxAliasCount = 100;

/**
 * The fields of a YAML file; nothing in it is ever executed.
 *
 * @throws PipelineError of kind 'config' that names the file and, where it is known, the line
 */
export function parseYaml(text: string, source: string): unknown {
  try {
    return parse(text, { maxAliasCount });
  } catch (error) {
    const [found] = (error as Error).message.split('\n', 1);
    throw new PipelineError(
      'config',
      { field: source, expected: 'YAML', found: found.replace(/:$/, '') },
      { cause: error },
    );
  }
}

/** A run's configuration from YAML. @throws PipelineError of kind 'config' */
export function parseConfig(text: string, source: string): RunConfig {
  return createConfig(parseYaml(text, source), source);
}

/** A configuration as YAML that `parseConfig` reads back. */
export const formatConfig = (config: RunConfig): string => stringify(config, { aliasDuplicateObjects: false });
