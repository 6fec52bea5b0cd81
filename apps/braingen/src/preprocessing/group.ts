import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findOutliers, type Measures } from '@braingen/chain';
import { Failure } from '../failure.ts';
import { writeFile, writeJson } from '../files/atomic.ts';
import { renderGroupPage } from './group-page.ts';
import type { Sidecar } from './scan.ts';

/** What the group level wrote. */
export interface GroupOutcome {
  readonly table: string;
  readonly page: string;
  readonly scans: number;
  readonly outliers: number;
}

/**
 * Gathers the quality figures of all preprocessed scans into group_T1w.tsv, a row a scan, says in the table and in each
 * scan's sidecar by which of them it stands apart, and puts the pictures on one page, group_T1w.html.
 */
export async function writeGroup(derivative: string): Promise<GroupOutcome> {
  const files = (await readdir(derivative, { recursive: true }))
    .filter((file) => file.endsWith('_desc-preproc_T1w.json'))
    .sort()
    .map((file) => join(derivative, file));
  if (files.length === 0)
    throw new Failure(`${derivative}: expected preprocessed scans (*_desc-preproc_T1w.json), found none`);
  const sidecars = await Promise.all(files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Sidecar));
  const outliers = findOutliers(sidecars.map(({ Braingen }) => Braingen.measures));
  const records = sidecars.map(({ Braingen }, index) => ({ ...Braingen, outliers: outliers[index] }));
  for (const [index, file] of files.entries()) {
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
  await writeFile(table, rows.map((row) => `${row.join('\t')}\n`).join(''));
  await writeFile(page, await renderGroupPage(files.map((path, index) => ({ path, record: records[index] }))));
  return { table, page, scans: records.length, outliers: outliers.filter(({ length }) => length > 0).length };
}
