import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { writeFile, writeJson } from '../files/atomic.ts';
import { findOutliers } from './outliers.ts';
import type { Sidecar } from './scan.ts';

/**
 * Gathers the quality figures of all preprocessed scans into group_T1w.tsv, a row a scan, and says in the table and in
 * each scan's sidecar by which of them it stands apart.
 */
export async function writeGroupTable(derivative: string): Promise<{ path: string; scans: number; outliers: number }> {
  const files = (await readdir(derivative, { recursive: true }))
    .filter((file) => file.endsWith('_desc-preproc_T1w.json'))
    .sort()
    .map((file) => join(derivative, file));
  if (files.length === 0)
    throw new Failure(`${derivative}: expected preprocessed scans (*_desc-preproc_T1w.json), found none`);
  const sidecars = await Promise.all(files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Sidecar));
  const records = sidecars.map(({ Braingen }) => Braingen);
  const outliers = findOutliers(records.map(({ measures }) => measures));
  for (const [index, file] of files.entries()) {
    const record = { ...records[index], outliers: outliers[index] };
    await writeJson(file, { ...sidecars[index], Braingen: record } satisfies Sidecar);
  }

  const measures = [...new Set(records.flatMap((record) => Object.keys(record.measures)))];
  const rows = [
    ['scan', ...measures, 'outliers', 'warnings'],
    ...records.map((record, index) => [
      record.input.name,
      ...measures.map((name) => record.measures[name]?.toPrecision(6) ?? 'n/a'),
      outliers[index].join('; ') || 'n/a',
      record.warnings.join('; ') || 'n/a',
    ]),
  ];
  const path = join(derivative, 'group_T1w.tsv');
  await writeFile(path, rows.map((row) => `${row.join('\t')}\n`).join(''));
  return { path, scans: records.length, outliers: outliers.filter(({ length }) => length > 0).length };
}
