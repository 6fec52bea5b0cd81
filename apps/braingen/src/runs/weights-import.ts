import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { createSchedule } from '@braingen/scheduler';
import {
  completeConfig,
  gridMultiple,
  inferConfig,
  openWeights,
  parseDescription,
  readWeights,
  type CheckpointDescription,
  type UNetConfig,
  type WeightsFile,
} from '@braingen/unet3d';
import { checkpointFolder, listCheckpoints, openFile, saveCheckpoint } from '@braingen/unet3d/node';
import { resizeGrid, type Grid } from '@braingen/volume';
import { readVolume } from '@braingen/volume/node';
import { stringify } from 'yaml';
import { Failure } from '../failure.ts';
import { writeFile } from '../files/atomic.ts';
import { hashFile } from '../files/hash.ts';
import { mniGrid } from '@braingen/chain';
import { version } from '../versions.ts';
import { runFolder } from './folder.ts';
import { completeSettings, readImportSettings, type ImportSettings } from './import-settings.ts';
import { descriptionKey, writeWeights } from './weights-export.ts';

export interface ImportOptions {
  /** A YAML file that says what the weights do not. */
  readonly config?: string;
  /** A scan on the grid that the network was trained on. */
  readonly like?: string;
  /** Which of several networks in the file. */
  readonly weights?: string;
}

export interface ImportOutcome {
  readonly output: string;
  readonly format: string;
  /** Whose keys the file has. */
  readonly keys: string;
  /** Where in the file the weights were. */
  readonly weights: string;
  readonly tensors: number;
  readonly model: UNetConfig;
  /** What was chosen or taken by default, for a reader to check. */
  readonly notes: readonly string[];
}

/** Makes a run folder, or a .safetensors file with MONAI's keys, from weights of MONAI or monai-generative. */
export async function importWeights(input: string, output: string, options: ImportOptions): Promise<ImportOutcome> {
  const source = await openFile(input);
  try {
    const file = await openWeights(source, { prefix: options.weights });
    const { description, known, notes } = await describe(file, input, options);
    const { model } = description;
    const values = await readWeights(file, model);
    // Assumptions are for a run, where they are said; a file for Python gets what is known.
    const isFile = output.endsWith('.safetensors');
    if (isFile) await writeWeights(output, values, model, known ? description : undefined);
    else await writeRun(output, values, description);
    return {
      output,
      format: file.format,
      keys: file.generation,
      weights: nameOf(file.prefix),
      tensors: values.size,
      model,
      notes: [...aboutFile(file), ...(isFile && !known ? [] : notes)],
    };
  } finally {
    await source.close();
  }
}

const nameOf = (prefix: string): string => prefix.replace(/\.$/, '') || 'the state_dict';

function aboutFile({ prefix, otherPrefixes, unapplied }: WeightsFile): string[] {
  const others = otherPrefixes.map(nameOf).join(' or ');
  return [
    ...(others ? [`took ${nameOf(prefix)}; --weights takes ${others}`] : []),
    ...(unapplied.size > 0
      ? ['proj_attn, which monai-generative never applies, became an output projection that changes nothing']
      : []),
  ];
}

interface Description {
  readonly description: CheckpointDescription;
  /** Whether the file or its user said it, rather than the defaults. */
  readonly known: boolean;
  readonly notes: readonly string[];
}

/** All that sampling needs: from the file itself if Braingen wrote it, else from its shapes, the settings and defaults. */
async function describe(file: WeightsFile, input: string, { config, like }: ImportOptions): Promise<Description> {
  const training = { converted: { from: basename(input), sha256: await hashFile(input), keys: file.generation } };
  const own = file.metadata[descriptionKey];
  if (own !== undefined && config === undefined && like === undefined)
    return { description: { ...readOwn(own, input), training }, known: true, notes: [] };

  const settings = await readImportSettings(config);
  const model = inferModel(file, input, settings);
  const { run, intensityRange, assumed } = completeSettings(settings, model);
  const grid = await gridOf(settings, run.data.shape, like);
  checkGrid(grid, model, like ?? config ?? input);
  const { predictionType, ...schedule } = run.schedule;
  createSchedule(schedule);
  const description: CheckpointDescription = {
    step: 0,
    model,
    schedule,
    predictionType,
    seed: run.seed,
    intensityRange,
    grid: { shape: grid.shape, affine: grid.affine },
    engine: { name: file.format, versions: { braingen: version, node: process.version } },
    training: { ...training, assumed },
  };
  const notes = assumed.filter((note) => like === undefined || !note.includes('--like'));
  return { description, known: config !== undefined, notes: notes.map((note) => `assumed: ${note}`) };
}

/** The network as its weights and settings tell it, with what they leave open written out. */
function inferModel({ tensors }: WeightsFile, input: string, { untold }: ImportSettings): UNetConfig {
  try {
    const model = inferConfig(tensors, untold);
    const { numHeadChannels, normNumGroups, normEps } = completeConfig(model);
    return { ...model, numHeadChannels: untold.numHeadChannels ?? numHeadChannels, normNumGroups, normEps };
  } catch (error) {
    throw new Failure(`${input}: ${(error as Error).message}; --config says what weights do not tell`);
  }
}

function readOwn(text: string, input: string): CheckpointDescription {
  try {
    return parseDescription(text);
  } catch (error) {
    throw new Failure(`${input}: ${descriptionKey} in the header: ${(error as Error).message}`);
  }
}

async function gridOf(settings: ImportSettings, shape: Grid['shape'], like: string | undefined): Promise<Grid> {
  if (like === undefined) return resizeGrid(mniGrid, shape);
  const scan = await readVolume(like);
  if (settings.shape && settings.shape.join() !== scan.shape.join())
    throw new Failure(
      `${like}: expected the ${shape.join(' x ')} voxels of data.shape, found ${scan.shape.join(' x ')}`,
    );
  return scan;
}

function checkGrid({ shape }: Grid, model: UNetConfig, source: string): void {
  const multiple = gridMultiple(model);
  if (shape.some((side) => side % multiple !== 0))
    throw new Failure(
      `${source}: expected sides that are multiples of ${multiple} for ${model.channels.length} levels, found ${shape.join(' x ')}`,
    );
}

async function writeRun(
  root: string,
  weights: ReadonlyMap<string, Float32Array>,
  description: CheckpointDescription,
): Promise<void> {
  const folder = runFolder(root);
  if ((await listCheckpoints(folder.checkpoints)).length > 0)
    throw new Failure(`${root}: holds a run already; take another folder`);
  await mkdir(folder.checkpoints, { recursive: true });
  await saveCheckpoint(checkpointFolder(folder.checkpoints, description.step), { description, weights });
  await writeFile(folder.config, stringify(configOf(description), { aliasDuplicateObjects: false }));
}

/** What of a configuration decided the outcome, as far as a converted model tells. */
function configOf({ model, schedule, predictionType, seed, grid, intensityRange }: CheckpointDescription): object {
  return { seed, data: { shape: grid.shape }, model, schedule: { ...schedule, predictionType }, intensityRange };
}
