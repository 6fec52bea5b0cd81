import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { writeFile } from '../files/atomic.ts';
import type { Sidecar } from './scan.ts';

/** Gathers the quality figures of all preprocessed scans into group_T1w.tsv: a row a scan. */
export async function writeGroupTable(derivative: string): Promise<{ path: string; scans: number }> {
  const files = (await readdir(derivative, { recursive: true }))
    .filter((file) => file.endsWith('_desc-preproc_T1w.json'))
    .sort();
  if (files.length === 0)
    throw new Failure(`${derivative}: expected preprocessed scans (*_desc-preproc_T1w.json), found none`);
  const records = await Promise.all(
    files.map(async (file) => (JSON.parse(await readFile(join(derivative, file), 'utf8')) as Sidecar).Braingen),
  );
  const measures = [...new Set(records.flatMap((record) => Object.keys(record.measures)))];
  const rows = [
    ['scan', ...measures, 'warnings'],
    ...records.map((record) => [
      record.input.name,
      ...measures.map((name) => record.measures[name]?.toPrecision(6) ?? 'n/a'),
      record.warnings.join('; ') || 'n/a',
    ]),
  ];
  const path = join(derivative, 'group_T1w.tsv');
  await writeFile(path, rows.map((row) => `${row.join('\t')}\n`).join(''));
  return { path, scans: records.length };
}
