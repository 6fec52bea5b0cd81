import { basename, join, resolve } from 'node:path';
import { readSource, type TrainingSource } from '@braingen/provenance/node';
import { writeJson } from '@braingen/volume/node';
import { runFolder } from './run-folder.ts';

/** Keeps in a run folder what the dataset_description.json of its training data says, for its samples and cards. */
export async function recordTrainingSource(data: string, root: string): Promise<void> {
  const source = await readSource(join(data, 'dataset_description.json'));
  await writeJson(runFolder(root).source, source ?? { Name: basename(resolve(data)), SourceDatasets: [] });
}

/** What a run folder says of its training data; undefined of anything else. */
export const readTrainingSource = (root: string): Promise<TrainingSource | undefined> =>
  readSource(runFolder(root).source);
