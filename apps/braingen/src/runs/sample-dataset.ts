import { mkdir, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { SamplingPlan } from '@braingen/pipeline';
import type { LoadedModel } from '@braingen/pipeline/node';
import { datasetCard, describeDataset } from '@braingen/provenance';
import { readSource, type TrainingSource } from '@braingen/provenance/node';
import { writeJson, writeWhole } from '@braingen/volume/node';
import { version } from '../versions.ts';

/** What the model was trained on, and the licence of its samples. */
export interface SampleSource {
  readonly trainedOn?: TrainingSource | undefined;
  readonly license?: string | undefined;
}

/** The file of a run folder that says where its training data come from. */
const sourceFile = 'dataset.json';

/** Keeps beside a run what the description of its training data says, for its samples and cards. */
export async function recordSource(data: string, root: string): Promise<void> {
  const source = await readSource(join(data, 'dataset_description.json'));
  await writeJson(join(root, sourceFile), source ?? { Name: basename(resolve(data)), SourceDatasets: [] });
}

/** @param root a run folder; other models say nothing of their training data */
export async function sampleSource(root: string, license?: string): Promise<SampleSource> {
  const trainedOn = await readSource(join(root, sourceFile));
  return { trainedOn, license: license ?? trainedOn?.License };
}

/**
 * Makes a folder of samples a BIDS derivative with a card: `dataset_description.json`, which counts all samples that are or will be there,
 * and `README.md`. The samples' own names are not BIDS's, which `.bidsignore` says.
 */
export async function describeSamples(
  folder: string,
  { sha256 }: LoadedModel,
  { numbers, seed }: Pick<SamplingPlan, 'numbers' | 'seed'>,
  { trainedOn, license = 'unknown' }: SampleSource = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const there = (await readdir(folder)).flatMap((file) => /^sample-(\d+)\.json$/.exec(file)?.[1] ?? []);
  const volumes = new Set([...numbers, ...there.map((number) => Number(number) - 1)]).size;
  const name = 'Braingen synthetic T1-weighted brains';
  const shared = { name, license, version, volumes, model: sha256 };
  const sources = trainedOn?.SourceDatasets ?? [];
  await writeJson(join(folder, 'dataset_description.json'), describeDataset({ ...shared, sources }));
  await writeWhole(join(folder, 'README.md'), datasetCard({ ...shared, seed, trainedOn: trainedOn?.Name }));
  await writeWhole(join(folder, '.bidsignore'), 'sample-*\n');
}
