import type { z } from 'zod';
import { PipelineError, quoted, type PipelineErrorKind } from '../error.ts';

/**
 * A value as its schema has it, with defaults filled in.
 *
 * @param source the file or program that the error names
 * @throws PipelineError naming the field, what was expected and what was found
 */
export function check<T>(
  schema: z.ZodType<T>,
  value: unknown,
  source: string,
  kind: PipelineErrorKind = 'config',
  within: readonly PropertyKey[] = [],
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const unknownField = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...issue.path, ...unknownField];
  const found = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
  throw new PipelineError(kind, {
    source,
    field: [...within, ...path].map(named).join('.') || 'top level',
    expected: expectation(issue),
    found: quoted(found),
  });
}

/** A field as a message names it: who wrote the file may have given it any name, over any number of lines. */
const named = (key: PropertyKey): string => quoted(String(key)).replace(/^"|"$/g, '');

const types: Readonly<Record<string, string>> = {
  object: 'fields',
  record: 'fields',
  array: 'a list',
  tuple: 'a list',
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
};

/** What a schema's complaint expects, in words. */
function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? issue.expected;
    case 'unrecognized_keys':
      return 'a known field';
    case 'invalid_value':
      return issue.values.map(String).join(' or ');
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${entries(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${entries(issue.origin)}`;
    case 'invalid_union': {
      const options = issue.errors.flatMap(([first]) => (first ? [expectation(first)] : []));
      return [...new Set(options)].join(' or ') || issue.message;
    }
    default:
      return issue.message.replace(/^expected /, '');
  }
}

const entries = (origin: string): string => (origin === 'array' ? ' entries' : '');
