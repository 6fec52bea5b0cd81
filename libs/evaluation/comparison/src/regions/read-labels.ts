import { readFile } from 'node:fs/promises';
import { tableRows } from '@braingen/volume';
import { labelTable } from './write-segmentations.ts';

/** What the labels of an evaluation's segmentations mean, with a colour each; undefined where it left none. */
export async function readLabels(
  folder: string,
): Promise<{ readonly index: number; readonly name: string; readonly color: string }[] | undefined> {
  const text = await readFile(labelTable(folder), 'utf8').catch(() => undefined);
  return text === undefined
    ? undefined
    : tableRows(text)
        .slice(1)
        .map(([index, name, color]) => ({ index: Number(index), name, color }));
}
