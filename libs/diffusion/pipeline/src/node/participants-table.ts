import { isNotAvailable, isSentinel, someOf } from '@braingen/volume';
import type { ConditionValues } from '../conditions/conditioning.ts';
import { PipelineError } from '../error.ts';

/** A row of participants.tsv. */
export interface ParticipantRow {
  /** With "sub-". */
  readonly participant: string;
  /** "1" of ses-1, where the table has a column of sessions. */
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
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const [header = [], ...cells] = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t').map((cell) => cell.trim()));
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
      session: sessionColumn < 0 ? undefined : row[sessionColumn].replace(/^ses-/, ''),
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
  const spellings = [...new Set(cells.filter((cell) => isNotAvailable(cell) && cell !== 'n/a'))];
  if (spellings.length > 0)
    warnings.push(`${source}: ${someOf(spellings)} in the column ${name} is taken as n/a, not available`);
  const missing = new Set(sentinelsOf(known));
  if (missing.size > 0)
    warnings.push(`${source}: ${someOf([...missing])} in the column ${name} is taken as n/a: no other value is near`);
  return cells.map((cell) => (cell === '' || isNotAvailable(cell) || missing.has(cell) ? undefined : cell));
}

/** -9, -99, -999, 999 and the like, where the others are numbers of another sign or far smaller. */
function sentinelsOf(column: readonly string[]): string[] {
  const others = column.filter((cell) => !isSentinel(cell)).map(Number);
  if (others.length === 0 || !others.every(Number.isFinite)) return [];
  const [lowest, highest] = others.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  return column.filter((cell) => isSentinel(cell) && (Number(cell) < 0 ? lowest >= 0 : highest < Number(cell) / 3));
}
