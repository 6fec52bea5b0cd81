import { join } from 'node:path';
import { someOf } from '@braingen/volume';
import { foundInstead } from '@braingen/volume/node';
import type { ConditionValues } from '../conditions/conditioning.ts';
import { participantOf } from '../data/named-volume.ts';
import { PipelineError } from '../error.ts';
import { parseParticipants, type ParticipantRow, type ParticipantsTable } from './participants-table.ts';
import { readIfThere } from './read-if-there.ts';
import { readSidecarConditions } from './sidecar-conditions.ts';
import type { VolumeFile } from './volume-folder.ts';

/** The covariates of volumes, and what a person should look at. */
export interface FolderConditions {
  readonly conditions: readonly ConditionValues[];
  readonly warnings: readonly string[];
}

/**
 * The covariates of the volumes of a folder: the row of each one's participant, and session, in participants.tsv, and what was
 * measured in preprocessing (its sidecar). Values are text or numbers; what is not available is left out.
 *
 * @param columns those that are used: rows must agree in them alone
 * @throws PipelineError of kind 'data' where the table is none, or rows of one participant differ
 */
export async function readConditions(
  folder: string,
  volumes: readonly VolumeFile[],
  columns: readonly string[],
): Promise<FolderConditions> {
  const path = join(folder, 'participants.tsv');
  const text = await readIfThere(path).catch((error: Error) => {
    throw new PipelineError('data', { field: path, expected: 'a table', found: foundInstead(error) }, { cause: error });
  });
  const names = volumes.map(({ name }) => name);
  const { conditions, warnings } = rowsFor(names, parseParticipants(text ?? '', path), columns, path);
  // One after the other: of a thousand at once some would find no room among the open files.
  const measured: ConditionValues[] = [];
  for (const volume of volumes) measured.push(await readSidecarConditions(volume.path));
  return { conditions: conditions.map((values, i) => ({ ...values, ...measured[i] })), warnings };
}

/** The row of each volume: of its session where the table says one. @throws PipelineError of kind 'data' where rows of one participant differ in `columns` */
export function rowsFor(
  names: readonly string[],
  { rows, warnings }: ParticipantsTable,
  columns: readonly string[],
  source: string,
): FolderConditions {
  const without = new Set<string>();
  const byParticipant = new Map<string, ParticipantRow[]>();
  for (const row of rows) {
    const own = byParticipant.get(row.participant);
    if (own) own.push(row);
    else byParticipant.set(row.participant, [row]);
  }
  const conditions = names.map((name): ConditionValues => {
    const participant = participantOf(name);
    const all = byParticipant.get(participant) ?? byParticipant.get(`sub-${participant}`) ?? [];
    const session = /_ses-([A-Za-z0-9]+)/.exec(name)?.[1];
    const own = session === undefined ? all : all.filter((row) => row.session === session);
    // What is said of no session holds for all; what is said of another one does not.
    const chosen = own.length > 0 ? own : all.filter((row) => row.session === undefined);
    if (chosen.length === 0 && rows.length > 0)
      without.add(all.length > 0 ? `${participant} in session ${session}` : participant);
    for (const column of columns) checkAgreement(chosen, column, participant, source);
    return chosen[0]?.values ?? {};
  });
  const missing = without.size > 0 ? [`${source}: no row for ${someOf([...without])}; unconditioned`] : [];
  return { conditions, warnings: [...warnings, ...missing] };
}

function checkAgreement(rows: readonly ParticipantRow[], column: string, participant: string, source: string): void {
  const values = [...new Set(rows.map(({ values }) => values[column]))];
  if (values.length > 1)
    throw new PipelineError('data', {
      field: source,
      expected: `one value of ${column} for ${participant}, or a column session_id`,
      found: values.map((value) => value ?? 'n/a').join(', '),
    });
}
