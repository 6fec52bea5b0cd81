import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findOutliers, type Measures } from '@braingen/chain';
import { reading, writeJson, writeWhole } from '@braingen/volume/node';
import { readSidecar, type Sidecar } from './sidecar.ts';

export interface GroupScan {
  /** The path of the sidecar. */
  readonly path: string;
  readonly record: Sidecar['Braingen'];
}

/** All preprocessed scans of a derivative. */
export interface Group {
  /** The path of group_T1w.tsv. */
  readonly table: string;
  readonly scans: readonly GroupScan[];
  /** How many scans stand apart by some measure. */
  readonly outliers: number;
  /** Sidecars that could not be read, and why: their scans are left out. */
  readonly unread: readonly string[];
}

/** What a cell of a table can hold: what comes of a file may have tabs and ends of lines. */
const cell = (text: string): string => text.replace(/\s+/g, ' ');

/**
 * Gathers the quality figures of all preprocessed scans into group_T1w.tsv, a row a scan, and says in the table and in each
 * scan's sidecar by which of them it stands apart.
 *
 * @throws RangeError if there is no sidecar, or none that can be read; PathError if there is no such folder
 */
export async function gatherGroup(derivative: string): Promise<Group> {
  const names = await reading(derivative, 'a folder of preprocessed scans', readdir(derivative, { recursive: true }));
  const files = names
    .filter((file) => file.endsWith('_desc-preproc_T1w.json'))
    .sort()
    .map((file) => join(derivative, file));
  if (files.length === 0)
    throw new RangeError(`${derivative}: expected preprocessed scans (*_desc-preproc_T1w.json), found none`);
  const sidecars: Sidecar[] = [];
  const read: string[] = [];
  const unread: string[] = [];
  for (const file of files) {
    try {
      sidecars.push(await readSidecar(file));
      read.push(file);
    } catch (error) {
      unread.push((error as Error).message);
    }
  }
  if (read.length === 0) throw new RangeError(unread[0]);
  const outliers = findOutliers(sidecars.map(({ Braingen }) => Braingen.measures));
  const records = sidecars.map(({ Braingen }, index) => ({ ...Braingen, outliers: outliers[index] }));
  for (const [index, file] of read.entries()) {
    await writeJson(file, { ...sidecars[index], Braingen: records[index] } satisfies Sidecar);
  }

  const measures = [...new Set(records.flatMap((record) => Object.keys(record.measures) as (keyof Measures)[]))];
  const rows = [
    ['scan', ...measures, 'outliers', 'warnings'],
    ...records.map((record) => [
      record.input.name,
      ...measures.map((name) => record.measures[name]?.toPrecision(6) ?? 'n/a'),
      record.outliers.join('; ') || 'n/a',
      record.warnings.join('; ') || 'n/a',
    ]),
  ];
  const table = join(derivative, 'group_T1w.tsv');
  await writeWhole(table, rows.map((row) => `${row.map(cell).join('\t')}\n`).join(''));
  const apart = outliers.filter(({ length }) => length > 0).length;
  return { table, scans: read.map((path, index) => ({ path, record: records[index] })), outliers: apart, unread };
}
