import { isNotAvailable, isSentinel, someOf, tableRows } from '@braingen/volume';

/**
 * What a participants.tsv says that those who use it should not take as it stands: several rows of one participant, ids
 * that are none of BIDS', unknown values in other spellings than `n/a`, and numbers that stand for them.
 *
 * @param participants labels of those who have a scan, such as "01"
 */
export function doubtsAboutParticipants(text: string, participants: readonly string[]): string[] {
  const [header = [], ...rows] = tableRows(text);
  if (header[0] !== 'participant_id')
    return [`expected a first column participant_id, found "${(header[0] ?? '').slice(0, 40)}"`];
  const doubts: string[] = [];
  const columns = new Set<string>();
  const twice = header.find((name) => columns.size === columns.add(name).size);
  if (twice !== undefined) doubts.push(`expected each column once, found ${someOf([twice])} twice`);
  const odd = rows.findIndex((cells) => cells.length !== header.length);
  if (odd >= 0) doubts.push(`expected ${header.length} columns, found ${rows[odd].length} in row ${odd + 1}`);
  const ids = rows.map(([id]) => id);
  const say = (found: readonly string[], what: string): void => {
    const once = [...new Set(found)];
    if (once.length > 0) doubts.push(`${what}: ${someOf(once)}`);
  };
  say(
    ids.filter((id) => !/^sub-[A-Za-z0-9]+$/.test(id)),
    'expected ids such as sub-01, found',
  );
  const key = header.indexOf('session_id');
  const named = rows.map((cells) => (key > 0 ? `${cells[0]} ${cells[key]}` : cells[0]));
  const seen = new Set<string>();
  say(
    named.filter((name) => seen.size === seen.add(name).size),
    'several rows of',
  );
  const known = new Set(ids);
  say(
    [...new Set(participants)].map((label) => `sub-${label}`).filter((id) => !known.has(id)),
    'no row of',
  );
  header.forEach((column, at) => {
    if (at === 0) return;
    const values = rows.map((cells) => cells[at] ?? '');
    const name = someOf([column]);
    say(
      values
        .filter((value) => value === '' || (value !== 'n/a' && isNotAvailable(value)))
        .map((value) => value || 'empty cells'),
      `${name}: expected n/a for what is not known, found`,
    );
    say(values.filter(isSentinel), `${name}: numbers that may stand for what is not known`);
  });
  return doubts;
}
