import { PipelineError } from '../error.ts';
import type { ConditionValues } from './conditioning.ts';

/** The condition of volumes to be sampled: one value for all of them, or a list that is repeated. */
export type ConditionLists = Readonly<Record<string, string | number | readonly (string | number)[]>>;

const listOf = (value: ConditionLists[string]): readonly (string | number)[] =>
  typeof value === 'object' ? value : [value];

/** The length of the longest list: so many different volumes are asked for. @throws PipelineError where a list is empty */
export function longestList(lists: ConditionLists): number {
  const empty = Object.keys(lists).find((name) => listOf(lists[name]!).length === 0);
  if (empty !== undefined)
    throw new PipelineError('request', { field: 'condition', expected: `a value for ${empty}`, found: 'none' });
  return Math.max(1, ...Object.values(lists).map((value) => listOf(value).length));
}

/** The condition of a volume by its number; shorter lists begin again. */
export function conditionAt(lists: ConditionLists, volume: number): ConditionValues {
  const entries = Object.entries(lists).map(([name, value]) => {
    const list = listOf(value);
    return [name, list[volume % list.length]] as const;
  });
  return Object.fromEntries(entries);
}
