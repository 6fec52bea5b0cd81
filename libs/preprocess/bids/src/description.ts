import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readSource } from '@braingen/provenance/node';
import { writeJson, writeWhole } from '@braingen/volume/node';

/** The program that makes a derivative, as BIDS' `GeneratedBy` names it. */
export interface Generator {
  readonly name: string;
  readonly version?: string | undefined;
}

/** Who makes derivatives where no program says that it does. */
export const ownGenerator: Generator = { name: '@braingen/bids' };

const fileName = 'dataset_description.json';

/** Starts the BIDS derivative of a dataset: its folder, description and list of files that are not BIDS. */
export async function createDerivative(
  folder: string,
  dataset: string,
  { name, version }: Generator = ownGenerator,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const source = await readSource(join(dataset, fileName));
  await writeJson(join(folder, fileName), {
    Name: 'Braingen preprocessed T1-weighted heads',
    BIDSVersion: '1.10.0',
    DatasetType: 'derivative',
    GeneratedBy: [{ Name: name, Version: version }],
    ...(source?.License !== undefined && { License: source.License }),
    ...(source && source.SourceDatasets.length > 0 && { SourceDatasets: source.SourceDatasets }),
  });
  await writeWhole(join(folder, '.bidsignore'), '*_error.json\n*.png\n*.html\ngroup_T1w.*\n');
}
