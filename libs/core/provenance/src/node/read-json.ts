import { readFile } from 'node:fs/promises';
import { parseJson } from '../parse-json.ts';

/** What a file holds as JSON; undefined where it is none, or cannot be read. */
export const readJson = (path: string): Promise<unknown> => readFile(path, 'utf8').then(parseJson, () => undefined);
