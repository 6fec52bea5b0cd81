import { access, readFile, stat } from 'node:fs/promises';
import { startEngine } from '@braingen/engine';
import type { TrainingSource } from '@braingen/provenance/node';
import { withCheckpointFiles } from '@braingen/unet3d/node';
import { foundInstead, reading } from '@braingen/volume/node';
import { createConfig, type RunConfig } from '../config/run-config.ts';
import { withSettings } from '../config/settings.ts';
import { parseConfig, parseYaml } from '../config/yaml.ts';
import { checkDescription } from '../description.ts';
import { PipelineError } from '../error.ts';
import { openModel, type Model } from '../model.ts';
import type { CheckpointFiles, OpenOptions } from '../model-kind.ts';
import { inMemory, readDescription } from '../checkpoint-files.ts';
import { weightsCheckpoint } from '../weights/weights-checkpoint.ts';
import type { ImportOptions } from '../weights/import-weights.ts';
import { availableBytes } from './available-bytes.ts';
import { modelHash } from './model-hash.ts';
import { readWeightsFile } from './read-weights-file.ts';
import { runFolder } from './run-folder.ts';
import { readTrainingSource } from './training-source.ts';

export interface LoadOptions extends Omit<ImportOptions, 'settingsName' | 'record'> {
  /** False keeps the engine that was started before. @default one is started */
  readonly startEngine?: boolean | undefined;
  /** Gets a word on each damaged checkpoint that an older one was taken in place of. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/** A model that was read from files. */
export interface LoadedModel extends Model {
  /** SHA-256 of the list that `sha256sum *.json *.safetensors` prints in its checkpoint's folder: what tells it from other models. */
  readonly sha256: string;
  /** What its run folder says of the training data; nothing of a single checkpoint, or a file of weights. */
  readonly trainedOn?: TrainingSource | undefined;
}

/**
 * Loads a trained model for sampling: a run folder, one of its checkpoints, or a file of weights (.pth of MONAI or
 * monai-generative, .safetensors). Of a run the latest checkpoint is taken.
 *
 * @param options what a file of weights does not contain, see `importWeights`
 * @throws PipelineError of kind 'checkpoint' or 'config'; CheckpointError for files that cannot be used; PathError where there is none
 */
export async function load(path: string, options: LoadOptions = {}): Promise<LoadedModel> {
  const { startEngine: starts = true, onWarning, ...weights } = options;
  if (starts) await startEngine();
  const available = availableBytes;
  if ((await reading(path, 'a run, a checkpoint or a file of weights', stat(path))).isFile())
    return open(inMemory(weightsCheckpoint(await readWeightsFile(path, weights))), { available });
  // What a run says of sampling now goes before what it said when the checkpoint was written.
  const sampling = (await readRunConfig(path))?.sampling;
  const model = await withCheckpointFiles(
    await checkpointsOf(path),
    (files) => open(files, { available, sampling }),
    (_, { message }) => onWarning?.(`${message}; the checkpoint before it is taken`),
  );
  return { ...model, trainedOn: await readTrainingSource(path) };
}

/**
 * What `load` says of a run folder's model, without its weights.
 *
 * @throws PipelineError of kind 'checkpoint'; CheckpointError for files that cannot be used
 */
export async function describeRun(root: string): Promise<Pick<LoadedModel, 'description' | 'sha256' | 'trainedOn'>> {
  const trainedOn = await readTrainingSource(root);
  return withCheckpointFiles(await checkpointsOf(root), async (files) => {
    const { json, source } = await readDescription(files);
    return { description: checkDescription(json, source), sha256: await modelHash(files), trainedOn };
  });
}

async function open(files: CheckpointFiles, options: OpenOptions): Promise<LoadedModel> {
  return { ...(await openModel(files, options)), sha256: await modelHash(files) };
}

/** The folder of checkpoints of a run folder, or the path itself. */
export async function checkpointsOf(path: string): Promise<string> {
  const { checkpoints } = runFolder(path);
  return access(checkpoints).then(
    () => checkpoints,
    () => path,
  );
}

/** The configuration of a run folder, or undefined where there is none. @throws PipelineError of kind 'config' */
export async function readRunConfig(root: string): Promise<RunConfig | undefined> {
  const { config } = runFolder(root);
  const text = await readFile(config, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseConfig(text, config);
}

/**
 * Reads a configuration.
 *
 * @param settings changes of its fields, see `withSettings`
 * @throws PipelineError of kind 'config' naming the file
 */
export async function readConfig(path: string, settings: readonly string[] = []): Promise<RunConfig> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new PipelineError(
      'config',
      { field: path, expected: 'a YAML file', found: foundInstead(error) },
      { cause: error },
    );
  });
  const fields = parseYaml(text, path);
  return createConfig(withSettings(fields, settings), settings.length > 0 ? `${path}, changed` : path);
}
