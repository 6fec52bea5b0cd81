import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lookupTable } from '@braingen/anatomy';
import { segmentationPath } from '@braingen/pipeline/node';
import { writeVolume, writeWhole } from '@braingen/volume/node';
import type { TakeSegmentation } from './segment-sets.ts';

/** Where the segmentations of an evaluation lie. */
export const segmentationFolder = (output: string): string => join(output, 'segmentations');

/** The table that says what their labels mean. */
export const labelTable = (folder: string): string => join(folder, 'dseg.tsv');

/**
 * Writes segmentations into a folder as they come, as labels with one table of what these mean:
 * FOLDER/SET/NAME_dseg.nii.gz and FOLDER/dseg.tsv.
 */
export function writeSegmentations(folder: string): TakeSegmentation {
  return async (set, name, labels) => {
    const path = segmentationPath(folder, set, name);
    await mkdir(dirname(path), { recursive: true });
    await writeWhole(labelTable(folder), lookupTable());
    await writeVolume(path, labels, { labels: true });
  };
}
