import { parse, stringify } from 'yaml';
import { PipelineError } from '../error.ts';
import { createConfig, type RunConfig } from './run-config.ts';

/** Aliases of anchors that a file may use: more are a way to fill the memory with a few lines. */
const maxAliasCount = 100;

/** Longer than any configuration: what the parser takes grows with the square of the fields. */
const mostCharacters = 20_000;

/**
 * The fields of a YAML file; nothing in it is ever executed.
 *
 * @throws PipelineError of kind 'config' that names the file and, where it is known, the line
 */
export function parseYaml(text: string, source: string): unknown {
  const refuse = (expected: string, found: string): never => {
    throw new PipelineError('config', { field: source, expected, found });
  };
  if (text.length > mostCharacters) refuse(`YAML of at most ${mostCharacters} characters`, String(text.length));
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount, logLevel: 'error' });
  } catch (error) {
    const [found] = (error as Error).message.split('\n', 1);
    throw new PipelineError(
      'config',
      { field: source, expected: 'YAML', found: withinALine(found.replace(/:$/, '')) },
      { cause: error },
    );
  }
  if (holdsItself(value, new Set())) refuse('values', 'an alias within what it stands for');
  return value;
}

/** The parser quotes names of any length; where it met them stands at the end. */
const withinALine = (message: string): string =>
  message.length > 160 ? `${message.slice(0, 100)}...${message.slice(-40)}` : message;

/** @param around what a value lies in */
function holdsItself(value: unknown, around: Set<unknown>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (around.has(value)) return true;
  around.add(value);
  const found = Object.values(value).some((item) => holdsItself(item, around));
  around.delete(value);
  return found;
}

/** A run's configuration from YAML. @throws PipelineError of kind 'config' */
export function parseConfig(text: string, source: string): RunConfig {
  return createConfig(parseYaml(text, source), source);
}

/** A configuration as YAML that `parseConfig` reads back. */
export const formatConfig = (config: RunConfig): string => stringify(config, { aliasDuplicateObjects: false });
