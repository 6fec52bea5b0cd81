import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyEntry, Rating } from '../rating.ts';
import { formatKey, parseKey, parseRatings, ratingLine, ratingsHead } from '../ratings-table.ts';

const keyName = 'key.tsv';
const suffix = '_ratings.tsv';

/** A folder of ratings: the key, and a table for each rater. */
export interface RatingFolder {
  readonly key: readonly KeyEntry[];
  /** All raters' ratings so far. */
  read(): Promise<Rating[]>;
  /** Adds a rating to its rater's table. @throws RangeError on a volume that is not of the key, or that this rater rated before */
  add(rating: Rating): Promise<void>;
}

/**
 * Opens a folder of ratings, whose key is made once: later raters see the same volumes.
 *
 * @param make makes the key of a folder that has none yet; without it such a folder is an error
 * @throws RangeError on tables that are none
 */
export async function openRatings(folder: string, make?: () => readonly KeyEntry[]): Promise<RatingFolder> {
  const keyPath = join(folder, keyName);
  const there = await readFile(keyPath, 'utf8').catch(() => undefined);
  if (there === undefined && !make) throw new RangeError(`${keyPath}: expected the key of ratings, found none`);
  const key = there === undefined ? make!() : parseKey(there, keyPath);
  if (there === undefined) {
    await mkdir(folder, { recursive: true });
    await writeFile(keyPath, formatKey(key), { flag: 'wx' });
  }
  const read = async (): Promise<Rating[]> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith(suffix)).sort();
    const tables = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return tables.flatMap((text, i) => parseRatings(text, join(folder, names[i])));
  };
  return {
    key,
    read,
    add: async (rating) => {
      if (!key.some(({ volume }) => volume === rating.volume))
        throw new RangeError(`expected a volume of the key, found ${rating.volume}`);
      const before = await read();
      if (before.some(({ rater, volume }) => rater === rating.rater && volume === rating.volume))
        throw new RangeError(`expected one rating of ${rating.volume} by ${rating.rater}, found a second`);
      const path = join(folder, `${fileNameOf(rating.rater)}${suffix}`);
      await writeFile(path, ratingsHead, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
      await appendFile(path, ratingLine(rating));
    },
  };
}

/** Letters and digits stay; all else is spelt out, so that two names never share a file. */
function fileNameOf(rater: string): string {
  return rater.replace(/[^A-Za-z0-9]/g, (character) => `_${character.codePointAt(0)!.toString(16)}_`);
}
