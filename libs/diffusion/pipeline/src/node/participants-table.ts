import { isNotAvailable, isSentinel, someOf, tableRows } from '@braingen/volume';
import type { ConditionValues } from '../conditions/conditioning.ts';
import { PipelineError } from '../error.ts';

/** A row of participants.tsv. */
export interface ParticipantRow {
  /** With "sub-". */
  readonly participant: string;
  /** "1" of ses-1, where the table has a column of sessions and says it. */
  readonly session: string | undefined;
  readonly values: ConditionValues;
}

export interface ParticipantsTable {
  readonly rows: readonly ParticipantRow[];
  /** What was not as BIDS has it. */
  readonly warnings: readonly string[];
}

/**
 * Reads the text of a participants.tsv.
 *
 * @param source the path, for errors and warnings
 * @throws PipelineError of kind 'data' where it is none
 */
export function parseParticipants(text: string, source: string): ParticipantsTable {
  const [header = [], ...cells] = tableRows(text);
  if (header.length === 0) return { rows: [], warnings: [] };
  const refuse = (expected: string, found: string): PipelineError =>
    new PipelineError('data', { field: source, expected, found });
  if (header[0] !== 'participant_id') throw refuse('a first column participant_id', `"${header[0].slice(0, 40)}"`);
  const seen = new Set<string>();
  const twice = header.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw refuse('each column once', `${twice.slice(0, 40)} twice`);
  cells.forEach((row, i) => {
    if (row.length !== header.length) throw refuse(`${header.length} columns in row ${i + 1}`, String(row.length));
  });

  const warnings: string[] = [];
  const columns = header.map((name, column) =>
    readColumn(
      name.slice(0, 40),
      cells.map((row) => row[column]),
      source,
      warnings,
    ),
  );
  const sessionColumn = header.findIndex((name) => /^(session|session_id|ses)$/.test(name));
  const bare = cells.filter(([id]) => !id.startsWith('sub-')).map(([id]) => id);
  if (bare.length > 0)
    warnings.push(
      `${source}: ids without sub-, such as ${bare[0].slice(0, 40)}, are taken as sub-${bare[0].slice(0, 40)}`,
    );
  const rows = cells.map(
    (row, i): ParticipantRow => ({
      participant: row[0].startsWith('sub-') ? row[0] : `sub-${row[0]}`,
      session: sessionColumn < 0 ? undefined : columns[sessionColumn][i]?.replace(/^ses-/, ''),
      values: Object.fromEntries(
        header.flatMap((name, column) => {
          const value = columns[column][i];
          return column === 0 || column === sessionColumn || value === undefined ? [] : [[name, value] as const];
        }),
      ),
    }),
  );
  return { rows, warnings };
}

/** The cells of a column; undefined where a value is not available. */
function readColumn(
  name: string,
  cells: readonly string[],
  source: string,
  warnings: string[],
): (string | undefined)[] {
  const known = cells.filter((cell) => cell !== '' && !isNotAvailable(cell));
  const spellings = cells.filter((cell) => cell === '' || (isNotAvailable(cell) && cell !== 'n/a'));
  const missing = new Set(sentinelsOf(known));
  const say = (found: readonly string[], what: string): void => {
    const once = [...new Set(found)].map((cell) => cell || 'an empty cell');
    if (once.length > 0) warnings.push(`${source}: ${someOf(once)} in the column ${name} is taken as ${what}`);
  };
  say(spellings, 'n/a, not available');
  say([...missing], 'n/a: no other value is near');
  say(
    known.filter((cell) => isSentinel(cell) && !missing.has(cell)),
    'a number, though such numbers often stand for what is not known',
  );
  return cells.map((cell) => (cell === '' || isNotAvailable(cell) || missing.has(cell) ? undefined : cell));
}

/**
 * -9, -99, -999, 999 and the like, where the other values are names, numbers of another sign or far smaller ones, or where there are
 * no others; and -1 where all others are above 0.
 */
function sentinelsOf(column: readonly string[]): string[] {
  const others = column.filter((cell) => !isSentinel(cell) && cell !== '-1').map(Number);
  const isOdd = (cell: string): boolean => isSentinel(cell) || (cell === '-1' && others.length > 0);
  if (others.length === 0 || !others.every(Number.isFinite)) return column.filter(isSentinel);
  const [lowest, highest] = others.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  const reach = 3 * Math.max(highest - lowest, Math.abs(lowest));
  const isFar = (value: number): boolean => {
    if (value === -1) return lowest > 0;
    return value < 0 ? lowest >= 0 || value < lowest - reach : highest < value / 3;
  };
  return column.filter((cell) => isOdd(cell) && isFar(Number(cell)));
}
