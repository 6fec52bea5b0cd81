import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findOutliers, type Measures } from '@braingen/chain';
import { Failure, describeFailure } from '../failure.ts';
import { writeFile, writeJson } from '../files/atomic.ts';
import { renderGroupPage } from './group-page.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';

/** What the group level wrote. */
export interface GroupOutcome {
  readonly table: string;
  readonly page: string;
  readonly scans: number;
  readonly outliers: number;
  /** Sidecars that could not be read, and why: their scans are in neither. */
  readonly unread: readonly string[];
}

/** What a cell of a table can hold: what comes of a file may have tabs and ends of lines. */
const cell = (text: string): string => text.replace(/\s+/g, ' ');

/**
 * Gathers the quality figures of all preprocessed scans into group_T1w.tsv, a row a scan, says in the table and in each
 * scan's sidecar by which of them it stands apart, and puts the pictures on one page, group_T1w.html.
 *
 * @throws Failure if there is no sidecar, or none that can be read
 */
export async function writeGroup(derivative: string): Promise<GroupOutcome> {
  const files = (await readdir(derivative, { recursive: true }))
    .filter((file) => file.endsWith('_desc-preproc_T1w.json'))
    .sort()
    .map((file) => join(derivative, file));
  if (files.length === 0)
    throw new Failure(`${derivative}: expected preprocessed scans (*_desc-preproc_T1w.json), found none`);
  const sidecars: Sidecar[] = [];
  const read: string[] = [];
  const unread: string[] = [];
  for (const file of files) {
    try {
      sidecars.push(await readSidecar(file));
      read.push(file);
    } catch (error) {
      unread.push(describeFailure(error).message);
    }
  }
  if (read.length === 0) throw new Failure(unread[0]);
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
  const [table, page] = ['group_T1w.tsv', 'group_T1w.html'].map((file) => join(derivative, file));
  await writeFile(table, rows.map((row) => `${row.map(cell).join('\t')}\n`).join(''));
  await writeFile(page, await renderGroupPage(read.map((path, index) => ({ path, record: records[index] }))));
  const apart = outliers.filter(({ length }) => length > 0).length;
  return { table, page, scans: records.length, outliers: apart, unread };
}
