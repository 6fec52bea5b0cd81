import { createSchedule } from '@braingen/scheduler';
import {
  completeConfig,
  gridMultiple,
  inferConfig,
  openWeights,
  readWeights,
  type ByteSource,
  type UNetConfig,
  type WeightsFile,
} from '@braingen/unet3d';
import { mni152Grid, resizeGrid, type Grid } from '@braingen/volume';
import { PipelineError } from '../error.ts';
import { checkUNetDescription, type UNetDescription } from '../kinds/unet/unet-description.ts';
import { parseJson } from '../parse-json.ts';
import { descriptionKey } from './export-weights.ts';
import { completeSettings, readImportSettings, type ImportSettings } from './import-settings.ts';

export interface ImportOptions {
  /** What weights do not contain: fields of a run's configuration, and `intensityRange`. @default MONAI's, each */
  readonly settings?: unknown;
  /** What errors in the settings name. @default `settings` */
  readonly settingsName?: string | undefined;
  /** The grid that the network was trained on. @default a grid in MNI152 space of `settings.data.shape` */
  readonly like?: Grid | undefined;
  /** Which of several networks in the file, such as "ema". @default an average, else the first */
  readonly weights?: string | undefined;
  /** What the checkpoint records of the file. @default nothing but whose keys it has */
  readonly record?: Readonly<Record<string, unknown>> | undefined;
  /** Versions of the programs around, for the checkpoint's description. @default none */
  readonly versions?: Readonly<Record<string, string>> | undefined;
}

/** Weights with all that sampling needs. */
export interface ImportedWeights {
  readonly description: UNetDescription;
  readonly values: ReadonlyMap<string, Float32Array>;
  /** Whether the file or its user said it all, rather than the defaults. */
  readonly known: boolean;
  /** What was chosen or taken by default, for a reader to check. */
  readonly notes: readonly string[];
  /** Such as "PyTorch". */
  readonly format: string;
  /** Whose keys the file has. */
  readonly keys: string;
  /** Where in the file the weights were. */
  readonly weights: string;
}

/**
 * Reads weights of MONAI or monai-generative, or of Braingen's own export; nothing in the file is ever executed.
 *
 * @throws PipelineError of kind 'checkpoint' or 'config'; CheckpointError for a file that cannot be used
 */
export async function importWeights(source: ByteSource, options: ImportOptions = {}): Promise<ImportedWeights> {
  const file = await openWeights(source, { prefix: options.weights });
  const { description, known, notes } = describe(file, source.name, options);
  return {
    description,
    values: await readWeights(file, description.model),
    known,
    notes: [...aboutFile(file), ...notes],
    format: file.format,
    keys: file.generation,
    weights: nameOf(file.prefix),
  };
}

const nameOf = (prefix: string): string => prefix.replace(/\.$/, '') || 'the state_dict';

function aboutFile({ prefix, otherPrefixes, unapplied }: WeightsFile): string[] {
  const others = otherPrefixes.map(nameOf).join(' or ');
  return [
    ...(others ? [`took ${nameOf(prefix)}; "weights" takes ${others}`] : []),
    ...(unapplied.size > 0
      ? ['proj_attn, which monai-generative never applies, became an output projection that changes nothing']
      : []),
  ];
}

/** All that sampling needs: from the file itself if Braingen wrote it, else from its shapes, the settings and defaults. */
function describe(
  file: WeightsFile,
  name: string,
  { settings: fields, settingsName, like, record, versions }: ImportOptions,
): Pick<ImportedWeights, 'description' | 'known' | 'notes'> {
  const training = { converted: { ...record, keys: file.generation } };
  const own = file.metadata[descriptionKey];
  if (own !== undefined && fields === undefined && like === undefined)
    return { description: { ...readOwn(own, name), training }, known: true, notes: [] };

  const settings = readImportSettings(fields, settingsName);
  const model = inferModel(file, name, settings);
  const { run, intensityRange, assumed } = completeSettings(settings, model);
  const grid = gridOf(settings, run.data.shape, like);
  checkGrid(grid, model, like === undefined ? (settingsName ?? name) : 'like');
  const { predictionType, ...schedule } = run.schedule;
  createSchedule(schedule);
  const description: UNetDescription = {
    kind: 'unet',
    step: 0,
    model,
    schedule,
    predictionType,
    seed: run.seed,
    intensityRange,
    grid: { shape: grid.shape, affine: grid.affine },
    engine: { name: file.format, versions: { ...versions } },
    training: { ...training, assumed },
  };
  const notes = assumed.filter((note) => like === undefined || !note.includes('data.shape'));
  return { description, known: fields !== undefined, notes: notes.map((note) => `assumed: ${note}`) };
}

/** The network as its weights and settings give it, with what they leave open written out. */
function inferModel({ tensors }: WeightsFile, name: string, { unstored }: ImportSettings): UNetConfig {
  try {
    const model = inferConfig(tensors, unstored);
    const { numHeadChannels, normNumGroups, normEps } = completeConfig(model);
    return { ...model, numHeadChannels: unstored.numHeadChannels ?? numHeadChannels, normNumGroups, normEps };
  } catch (error) {
    const [, expected = (error as Error).message, found = 'another'] =
      /expected (.*), found (.*)$/.exec((error as Error).message) ?? [];
    const advice = 'settings say what weights do not contain';
    throw new PipelineError('checkpoint', { field: name, expected, found, advice }, { cause: error });
  }
}

function readOwn(text: string, name: string): UNetDescription {
  const source = `${name}: ${descriptionKey} in the header`;
  return checkUNetDescription(parseJson(text, source), source);
}

function gridOf(settings: ImportSettings, shape: Grid['shape'], like: Grid | undefined): Grid {
  if (like === undefined) return resizeGrid(mni152Grid, shape);
  if (settings.shape && settings.shape.join() !== like.shape.join())
    throw new PipelineError('data', {
      field: 'like',
      expected: `the ${shape.join(' x ')} voxels of data.shape`,
      found: like.shape.join(' x '),
    });
  return like;
}

function checkGrid({ shape }: Grid, model: UNetConfig, field: string): void {
  const multiple = gridMultiple(model);
  if (shape.some((side) => side % multiple !== 0))
    throw new PipelineError('config', {
      field,
      expected: `sides that are multiples of ${multiple} for ${model.channels.length} levels`,
      found: shape.join(' x '),
    });
}
