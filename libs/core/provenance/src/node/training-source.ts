import { z } from 'zod';
import type { SourceDataset } from '../dataset-description.ts';
import { readJson } from './read-json.ts';

/** Where data come from that something was made of. */
export interface TrainingSource {
  readonly Name: string;
  readonly License?: string | undefined;
  readonly SourceDatasets: readonly SourceDataset[];
}

const text = z.string().max(10_000);
const source: z.ZodType<SourceDataset> = z.object({
  URL: text.optional(),
  DOI: text.optional(),
  Version: text.optional(),
});
const schema = z.object({
  Name: text,
  License: text.optional(),
  DatasetDOI: text.optional(),
  SourceDatasets: z.array(source).optional(),
});

/**
 * What a `dataset_description.json` says of where its data come from: of a derivative the data sets that it was made of, of a raw
 * data set its own DOI. undefined where there is none that can be read.
 */
export async function readSource(path: string): Promise<TrainingSource | undefined> {
  const { data } = schema.safeParse(await readJson(path));
  if (!data) return undefined;
  const { Name, License, DatasetDOI, SourceDatasets } = data;
  const own = DatasetDOI === undefined ? [] : [{ DOI: DatasetDOI }];
  return { Name, ...(License !== undefined && { License }), SourceDatasets: SourceDatasets ?? own };
}
