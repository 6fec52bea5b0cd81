import { frontMatter, plain } from './front-matter.ts';
import { licenseFields } from './license.ts';

export interface DatasetCardFacts {
  readonly name: string;
  readonly license: string;
  readonly version: string;
  readonly volumes: number;
  /** SHA-256 of the model that drew them. */
  readonly model: string;
  readonly seed: number | string;
  /** What the model was trained on, in words. */
  readonly trainedOn?: string | undefined;
}

/** A card of a set of synthetic volumes, in Markdown, with the YAML header that Hugging Face and other hubs read. */
export function datasetCard({ name, license, version, volumes, model, seed, trainedOn }: DatasetCardFacts): string {
  const header = frontMatter({
    ...licenseFields(license),
    pretty_name: name,
    size_categories: [sizeCategory(volumes)],
    task_categories: ['unconditional-image-generation'],
    annotations_creators: ['machine-generated'],
    source_datasets: ['original'],
    tags: ['medical', 'mri', 'brain', 't1-weighted', '3d', 'nifti', 'synthetic'],
  });
  return `${header}

# ${plain(name)}

**All images here are synthetic.** ${volumes} T1-weighted brain volumes, drawn by Braingen ${version} from a diffusion model; none is a scan of a person.

| | |
|---|---|
| model, SHA-256 | ${model} |
| seed | ${plain(String(seed))} |
| model trained on | ${trainedOn === undefined ? 'not recorded' : plain(trainedOn)} |

Each file says so itself: in the NIfTI description, and as JSON in a header extension (code 6) with the model's hash, seed, number and a hash of the voxels, under IPTC's digital source type trainedAlgorithmicMedia. That is a machine-readable mark as Article 50(2) of the EU AI Act asks for.

\`\`\`sh
npx braingen inspect sample-0001.nii.gz
npx braingen verify .
\`\`\`
`;
}

function sizeCategory(count: number): string {
  if (count < 1000) return 'n<1K';
  return count < 10_000 ? '1K<n<10K' : '10K<n<100K';
}
