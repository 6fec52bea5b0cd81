import { Failure } from '../failure.ts';

/**
 * Reads `name=value` and `name=value,value`: a condition for all volumes, or one for each in turn.
 *
 * @throws Failure where there is no name or no value, or a name comes twice
 */
export function parseConditions(option: string, texts: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const lists: Record<string, readonly string[]> = {};
  for (const text of texts) {
    const [, name, list] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    const values = list?.split(',').map((value) => value.trim());
    if (!name || !values || values.some((value) => value === ''))
      throw new Failure(`${option}: expected name=value such as age=70, found "${text}"`);
    if (name in lists) throw new Failure(`${option}: expected ${name} once, found it twice`);
    lists[name] = values;
  }
  return lists;
}
