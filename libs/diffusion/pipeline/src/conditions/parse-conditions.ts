import { PipelineError, quoted } from '../error.ts';
import type { ConditionLists } from './condition-lists.ts';

/**
 * Reads `name=value` and `name=value,value`: a condition for all volumes, or one for each in turn.
 *
 * @param field of the request that they are for
 * @throws PipelineError of kind 'request' where there is no name or no value, or a name comes twice
 */
export function parseConditions(field: 'condition' | 'from', texts: readonly string[]): ConditionLists {
  const lists: Record<string, readonly string[]> = {};
  for (const text of texts) {
    const [, name, list] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    const values = list?.split(',').map((value) => value.trim());
    if (!name || !values || values.some((value) => value === ''))
      throw new PipelineError('request', { field, expected: 'name=value such as age=70', found: quoted(text) });
    if (name in lists) throw new PipelineError('request', { field, expected: `${name} once`, found: 'it twice' });
    lists[name] = values;
  }
  return lists;
}
