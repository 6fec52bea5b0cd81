import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Facts } from './conditioning.ts';

/** BIDS writes what is not known so. */
const notAvailable = 'n/a';

/**
 * What is known of the volumes of a folder: the row of each one's participant in participants.tsv, and what was measured in
 * preprocessing (its sidecar). Values are text or numbers; what is not available is left out.
 *
 * @param volumes their names begin with the participant's id where there is a table
 */
export async function readFacts(
  folder: string,
  volumes: readonly { readonly name: string; readonly path: string }[],
): Promise<Facts[]> {
  const table = await readParticipants(join(folder, 'participants.tsv'));
  return Promise.all(
    volumes.map(async ({ name, path }) => {
      const participant = /^sub-[A-Za-z0-9]+/.exec(name)?.[0] ?? name;
      return { ...table.get(participant), ...(await readSidecarFacts(path)) };
    }),
  );
}

/** What the sidecar of a volume says: measures of preprocessing, or the condition a synthetic volume was made under. */
export async function readSidecarFacts(volume: string): Promise<Facts> {
  const text = await readFile(volume.replace(/\.nii(\.gz)?$/, '.json'), 'utf8').catch(() => '{}');
  try {
    const { Braingen = {} } = JSON.parse(text) as { Braingen?: { measures?: Facts; condition?: Facts } };
    return { ...Braingen.measures, ...Braingen.condition };
  } catch {
    return {};
  }
}

async function readParticipants(path: string): Promise<Map<string, Facts>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [header = [], ...rows] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t').map((cell) => cell.trim()));
  if (text !== '' && header[0] !== 'participant_id')
    throw new Failure(`${path}: expected a first column participant_id, found "${header[0]}"`);
  return new Map(
    rows.map((cells, index) => {
      if (cells.length !== header.length)
        throw new Failure(`${path}: expected ${header.length} columns in row ${index + 1}, found ${cells.length}`);
      const known = header.flatMap((name, column) =>
        column === 0 || cells[column] === notAvailable || cells[column] === '' ? [] : [[name, cells[column]] as const],
      );
      return [cells[0], Object.fromEntries(known)];
    }),
  );
}
