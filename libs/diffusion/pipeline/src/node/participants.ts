import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConditionValues } from '../conditions/conditioning.ts';
import { participantOf } from '../data/named-volume.ts';
import { PipelineError } from '../error.ts';
import { readSidecarConditions } from './sidecar-conditions.ts';
import type { VolumeFile } from './volume-folder.ts';

/** BIDS writes what is not known so. */
const notAvailable = 'n/a';

/**
 * The covariates of the volumes of a folder: the row of each one's participant in participants.tsv, and what was measured in
 * preprocessing (its sidecar). Values are text or numbers; what is not available is left out.
 *
 * @param volumes their names begin with the participant's id where there is a table
 * @throws PipelineError of kind 'data' where the table is none
 */
export async function readConditions(folder: string, volumes: readonly VolumeFile[]): Promise<ConditionValues[]> {
  const table = await readParticipants(join(folder, 'participants.tsv'));
  return Promise.all(
    volumes.map(async ({ name, path }) => ({
      ...table.get(participantOf(name)),
      ...(await readSidecarConditions(path)),
    })),
  );
}

async function readParticipants(path: string): Promise<Map<string, ConditionValues>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [header = [], ...rows] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t').map((cell) => cell.trim()));
  if (text !== '' && header[0] !== 'participant_id')
    throw new PipelineError('data', {
      field: path,
      expected: 'a first column participant_id',
      found: `"${String(header[0]).slice(0, 40)}"`,
    });
  return new Map(
    rows.map((cells, index) => {
      if (cells.length !== header.length)
        throw new PipelineError('data', {
          field: path,
          expected: `${header.length} columns in row ${index + 1}`,
          found: String(cells.length),
        });
      const known = header.flatMap((name, column) =>
        column === 0 || cells[column] === notAvailable || cells[column] === '' ? [] : [[name, cells[column]] as const],
      );
      return [cells[0], Object.fromEntries(known)];
    }),
  );
}
