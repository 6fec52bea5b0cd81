import { z } from 'zod';
import { regions, type KeyEntry, type Rating } from './rating.ts';

const columns = ['rater', 'volume', 'verdict', 'quality', 'artefacts', 'seconds'] as const;

/** The first line of a table of ratings, with its line end. */
export const ratingsHead: string = `${columns.join('\t')}\n`;

/** A text that one cell of a table can hold. */
const cell = z.string().regex(/^[^\t\r\n]{1,200}$/, 'a text of 1 to 200 characters without tabs and line ends');
const whole = (least: number, most: number) => z.coerce.number().pipe(z.int().min(least).max(most));

export const ratingSchema: z.ZodType<Rating> = z.object({
  rater: cell,
  volume: cell,
  verdict: whole(1, 4) as unknown as z.ZodType<Rating['verdict']>,
  quality: whole(1, 5) as unknown as z.ZodType<Rating['quality']>,
  artefacts: z.array(z.enum(regions)),
  seconds: z.coerce.number().min(0),
});

/** A line of the table, with its line end. */
export function ratingLine({ rater, volume, verdict, quality, artefacts, seconds }: Rating): string {
  return `${[rater, volume, verdict, quality, artefacts.join(', ') || 'n/a', seconds.toFixed(1)].join('\t')}\n`;
}

/**
 * Reads a table of ratings as BIDS writes tables: tabs between columns, n/a where there is none.
 *
 * @param name of the table, for errors
 * @throws RangeError naming the line and what was expected
 */
export function parseRatings(text: string, name: string): Rating[] {
  return rowsOf(text, columns, name).map(({ line, row }) => {
    const artefacts = row['artefacts'] === 'n/a' ? [] : row['artefacts'].split(', ');
    const { data, error } = ratingSchema.safeParse({ ...row, artefacts });
    if (data) return data;
    const [{ path, message }] = error.issues;
    throw new RangeError(`${name}: line ${line}: ${path.join('.')}: ${message}, found "${row[String(path[0])]}"`);
  });
}

/** The table that says what each code was. */
export function formatKey(key: readonly KeyEntry[]): string {
  const rows = key.map(({ volume, synthetic, path }) => `${volume}\t${synthetic ? 'synthetic' : 'real'}\t${path}\n`);
  return `volume\tis\tpath\n${rows.join('')}`;
}

/** @throws RangeError naming the line */
export function parseKey(text: string, name: string): KeyEntry[] {
  return rowsOf(text, ['volume', 'is', 'path'], name).map(({ line, row: { volume, is, path } }) => {
    if (is !== 'real' && is !== 'synthetic')
      throw new RangeError(`${name}: line ${line}: is: expected real or synthetic, found "${is}"`);
    return { volume, synthetic: is === 'synthetic', path };
  });
}

function rowsOf(text: string, names: readonly string[], name: string): { line: number; row: Record<string, string> }[] {
  const [head, ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (head !== names.join('\t'))
    throw new RangeError(`${name}: expected the columns ${names.join(', ')}, found "${head.slice(0, 80)}"`);
  return lines.flatMap((line, i) => {
    if (line === '') return [];
    const cells = line.split('\t');
    if (cells.length !== names.length)
      throw new RangeError(`${name}: line ${i + 2}: expected ${names.length} cells, found ${cells.length}`);
    return [{ line: i + 2, row: Object.fromEntries(names.map((column, c) => [column, cells[c]])) }];
  });
}
