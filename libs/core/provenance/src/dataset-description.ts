/** Where data come from, as BIDS describes it. */
export interface SourceDataset {
  readonly URL?: string | undefined;
  readonly DOI?: string | undefined;
  readonly Version?: string | undefined;
}

/** `dataset_description.json` of a folder of synthetic volumes: a BIDS derivative of what the model was trained on. */
export interface SyntheticDatasetDescription {
  readonly Name: string;
  readonly BIDSVersion: string;
  readonly DatasetType: 'derivative';
  readonly License: string;
  readonly GeneratedBy: readonly Readonly<Record<string, unknown>>[];
  readonly SourceDatasets: readonly SourceDataset[];
  /** All volumes of the data set, for `verify`. */
  readonly Synthetic: { readonly Volumes: number; readonly Model: { readonly SHA256: string } };
}

export interface SyntheticDataset {
  readonly name: string;
  readonly license: string;
  readonly version: string;
  readonly sources: readonly SourceDataset[];
  readonly model: string;
  readonly volumes: number;
}

export function describeDataset(facts: SyntheticDataset): SyntheticDatasetDescription {
  return {
    Name: facts.name,
    BIDSVersion: '1.10.0',
    DatasetType: 'derivative',
    License: facts.license,
    GeneratedBy: [
      {
        Name: 'braingen',
        Version: facts.version,
        Description: 'All images are synthetic: drawn from a diffusion model, of nobody.',
        CodeURL: 'https://github.com/braingen/braingen',
      },
    ],
    SourceDatasets: facts.sources,
    Synthetic: { Volumes: facts.volumes, Model: { SHA256: facts.model } },
  };
}
