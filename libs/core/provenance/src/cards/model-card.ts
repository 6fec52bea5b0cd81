import { frontMatter, plain } from './front-matter.ts';
import { licenseFields } from './license.ts';

/** A figure of merit for the card. */
export interface CardFigure {
  readonly name: string;
  readonly value: number;
  readonly interval?: readonly [low: number, high: number] | null | undefined;
  /** The same among real volumes. */
  readonly real?: number | undefined;
}

/** What a training took. */
export interface CardEnergy {
  readonly kWh: number;
  /** Grams of CO2 equivalent. */
  readonly co2Grams: number;
  /** Grams a kWh that it is reckoned with. */
  readonly carbonIntensity: number;
  /** How it is known. */
  readonly source: string;
  /** Whether all of it was measured; otherwise the card says "about". */
  readonly isMeasured: boolean;
}

export interface ModelCardFacts {
  readonly name: string;
  readonly license: string;
  readonly version: string;
  readonly kind: string;
  readonly sha256: string;
  readonly step: number;
  /** Voxels along x, y, z. */
  readonly shape: readonly number[];
  /** People trained on and held out. */
  readonly people: { readonly training: number; readonly heldOut: number };
  readonly trainedOn?: string | undefined;
  /** Of the whole training. @default not said */
  readonly energy?: CardEnergy | undefined;
  readonly figures?: readonly CardFigure[] | undefined;
  /** Markdown that says how it is used. @default with the program, from a run folder */
  readonly use?: string | undefined;
}

const ownUse = `\`\`\`sh
npx braingen sample RUN samples --count 10
npx braingen verify samples
\`\`\``;

/**
 * A model card (Mitchell et al. 2019, doi 10.1145/3287560.3287596) in Markdown, with the YAML header that Hugging Face and
 * other hubs read.
 */
export function modelCard(facts: ModelCardFacts): string {
  const { name, license, version, kind, sha256, step, shape, people, trainedOn, energy } = facts;
  const { figures = [], use = ownUse } = facts;
  const header = frontMatter({
    ...licenseFields(license),
    library_name: 'braingen',
    pipeline_tag: 'unconditional-image-generation',
    tags: ['medical', 'mri', 'brain', 't1-weighted', '3d', 'diffusion', 'synthetic-data'],
    model_name: name,
    ...(energy && { co2_eq_emissions: { emissions: energy.co2Grams, source: energy.source } }),
    ...(figures.length > 0 && { 'model-index': [modelIndex(name, figures)] }),
  });
  return `${header}

# ${plain(name)}

A diffusion model of T1-weighted brain MRI (kind ${plain(kind)}), trained for ${step} steps by Braingen ${version}. It draws volumes of ${shape.join(' x ')} voxels.

| | |
|---|---|
| SHA-256 | ${sha256} |
| trained on | ${people.training} people${trainedOn === undefined ? '' : ` of ${plain(trainedOn)}`} |
| held out | ${people.heldOut} people |
${energy ? `| energy of the training | ${energyText(energy)} |\n` : ''}
## Use

${use}

For research on methods: augmentation, tests of software, teaching. Not for diagnosis, and no replacement for real people in a study: whether a model trained on its volumes holds for patients must be tested on patients.

## Limits

- It knows the people it was trained on: their scanners, ages and health, and what is rare among them it hardly draws.
- A model trained on few people may repeat them. The audit of the report looks for copies; what it does not find may still be there.
- Every volume that Braingen draws with it is marked as synthetic in its header, with the model's hash, its seed and a hash of its voxels.
${figures.length === 0 ? '' : `\n## Figures\n\n${table(figures)}\n`}`;
}

const number = (value: number): string => String(Number(value.toPrecision(4)));

function energyText({ kWh, co2Grams, carbonIntensity, source, isMeasured }: CardEnergy): string {
  const taken = `${number(kWh)} kWh, ${number(co2Grams)} g of CO2 at ${number(carbonIntensity)} g a kWh`;
  return `${isMeasured ? '' : 'about '}${taken} (${plain(source)})`;
}

function table(figures: readonly CardFigure[]): string {
  const rows = figures.map(
    ({ name, value, interval, real }) =>
      `| ${plain(name)} | ${number(value)} | ${interval ? interval.map(number).join(' to ') : 'too few'} | ${real === undefined ? '' : number(real)} |`,
  );
  return ['| figure | synthetic | 95 % interval | among real |', '|---|---|---|---|', ...rows].join('\n');
}

function modelIndex(name: string, figures: readonly CardFigure[]): unknown {
  return {
    name,
    results: [
      {
        task: { type: 'unconditional-image-generation' },
        dataset: { name: 'unseen people', type: 'mri' },
        metrics: figures.map((figure) => ({ type: figure.name, name: figure.name, value: figure.value })),
      },
    ],
  };
}
