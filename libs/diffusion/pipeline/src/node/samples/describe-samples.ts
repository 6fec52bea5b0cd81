import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetCard, describeDataset } from '@braingen/provenance';
import { writeJson, writeWhole } from '@braingen/volume/node';
import { ownVersion } from '../../own-version.ts';
import type { SamplingPlan } from '../../sample-request.ts';
import type { LoadedModel } from '../load.ts';

/**
 * Makes a folder of samples a BIDS derivative with a card: `dataset_description.json`, which counts all samples that are or will be there,
 * and `README.md`. The samples' own names are not BIDS's, which `.bidsignore` says.
 *
 * @param license of the samples
 */
export async function describeSamples(
  folder: string,
  { sha256, trainedOn }: Pick<LoadedModel, 'sha256' | 'trainedOn'>,
  { numbers, seed }: Pick<SamplingPlan, 'numbers' | 'seed'>,
  license: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const there = (await readdir(folder)).flatMap((file) => /^sample-(\d+)\.json$/.exec(file)?.[1] ?? []);
  const volumes = new Set([...numbers, ...there.map((number) => Number(number) - 1)]).size;
  const name = 'Braingen synthetic T1-weighted brains';
  const shared = { name, license, version: ownVersion, volumes, model: sha256 };
  const sources = trainedOn?.SourceDatasets ?? [];
  await writeJson(join(folder, 'dataset_description.json'), describeDataset({ ...shared, sources }));
  await writeWhole(join(folder, 'README.md'), datasetCard({ ...shared, seed, trainedOn: trainedOn?.Name }));
  await writeWhole(join(folder, '.bidsignore'), 'sample-*\n');
}
