import type { Facts } from './conditioning.ts';
import { Failure } from '../failure.ts';

/** What a user says of volumes to be made: `age=70`, or `age=60,70,80` for one volume after the other. */
export type ConditionLists = Readonly<Record<string, readonly string[]>>;

/**
 * Reads `name=value` and `name=value,value`.
 *
 * @throws Failure where there is no name or no value, or a name comes twice
 */
export function parseConditions(option: string, texts: readonly string[]): ConditionLists {
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

/** The longest of the lists: so many different volumes are asked for. */
export const longestOf = (lists: ConditionLists): number =>
  Math.max(1, ...Object.values(lists).map(({ length }) => length));

/** What is said of a volume by its number; shorter lists begin anew. */
export function factsOf(lists: ConditionLists, volume: number): Facts {
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values[volume % values.length]]));
}
