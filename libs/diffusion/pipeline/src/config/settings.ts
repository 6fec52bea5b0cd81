import { PipelineError, quoted } from '../error.ts';
import { parseYaml } from './yaml.ts';

type Fields = Record<string, unknown>;

/**
 * The fields of a configuration with some of them set, as `training.steps=2000` or `data.shape=[32, 48, 32]`: a path of names, and
 * a value in YAML.
 *
 * @param fields as YAML gave them; they stay as they are
 * @throws PipelineError of kind 'config' naming the setting
 */
export function withSettings(fields: unknown, settings: readonly string[]): unknown {
  return settings.reduce((changed, setting) => {
    const match = /^([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)=([^]*)$/.exec(setting);
    if (!match)
      throw new PipelineError('config', {
        field: 'setting',
        expected: 'a field and its value, such as training.steps=2000',
        found: quoted(setting),
      });
    const [, path, text] = match;
    return set(changed, path.split('.'), parseYaml(text, path), path);
  }, fields);
}

function set(fields: unknown, [name, ...within]: readonly string[], value: unknown, path: string): Fields {
  const before = fields ?? {};
  if (typeof before !== 'object' || Array.isArray(before))
    throw new PipelineError('config', { field: path, expected: `fields before .${name}`, found: quoted(before) });
  const own = Object.hasOwn(before, name) ? (before as Fields)[name] : undefined;
  return { ...before, [name]: within.length === 0 ? value : set(own, within, value, path) };
}
