import { currentEngine } from '@braingen/engine';
import { inMemory } from './checkpoint-files.ts';
import { createConfig, type RunConfig } from './config/run-config.ts';
import { createDataset, type Dataset } from './data/dataset.ts';
import type { TrainingVolume } from './data/named-volume.ts';
import { PipelineError } from './error.ts';
import { kindNamed } from './kinds.ts';
import { checkMemory } from './memory/check-memory.ts';
import { openModel, type Model } from './model.ts';
import type { KindTrainingOptions, PreparedTraining, TrainedCheckpoint } from './model-kind.ts';

export interface PrepareTrainingOptions {
  readonly config: RunConfig;
  readonly data: Dataset;
  /** Bytes that the training may take: it is refused where it needs more. @default nothing is checked */
  readonly available?: number | undefined;
  /** Versions of the programs around, for the checkpoints' descriptions. @default none */
  readonly versions?: Readonly<Record<string, string>> | undefined;
  /** Processes that share a batch. @default 1 */
  readonly size?: number | undefined;
}

/** A training that is ready to begin. */
export interface ReadyTraining extends Pick<PreparedTraining, 'train'> {
  /** Bytes that it takes beyond what the process holds, where `available` was given and they can be told. */
  readonly bytes: number | undefined;
}

/**
 * Makes a training of the kind of model that the configuration names ready; `startEngine` of @braingen/engine comes before.
 *
 * @throws PipelineError of kind 'config', MemoryError
 */
export async function prepareTraining(options: PrepareTrainingOptions): Promise<ReadyTraining> {
  const { config, data, available, versions, size } = options;
  const engine = currentEngine();
  const kind = kindNamed(config.model.kind, 'model');
  const prepare = (changed: RunConfig): PreparedTraining => kind.prepare(changed, data, { engine, versions, size });
  const prepared = prepare(config);
  const bytes =
    available === undefined
      ? undefined
      : await checkMemory(config, (changed, runtime) => prepare(changed).bytes(runtime), engine, available);
  return { bytes, train: (callbacks) => prepared.train(callbacks) };
}

export interface TrainModelOptions extends KindTrainingOptions, Omit<PrepareTrainingOptions, 'config' | 'data'> {
  /** Fields of the configuration. @default those of `createConfig`, which fit a CPU and minutes */
  readonly config?: unknown;
}

/**
 * Trains a model on volumes in memory; `startEngine` of @braingen/engine comes before.
 *
 * @throws PipelineError of kind 'config', 'data' or 'memory'
 */
export async function trainModel(volumes: readonly TrainingVolume[], options: TrainModelOptions = {}): Promise<Model> {
  const config = createConfig(options.config);
  const data = await createDataset(volumes, config);
  let last: TrainedCheckpoint | undefined;
  const ready = await prepareTraining({ ...options, config, data });
  await ready.train({
    ...options,
    onCheckpoint: async (checkpoint) => {
      await options.onCheckpoint?.(checkpoint);
      last = checkpoint;
    },
  });
  // A training that was over before has nothing to add to where it goes on from.
  const latest = last ? inMemory(last) : options.resume;
  if (!latest)
    throw new PipelineError('run', { field: 'training', expected: 'a checkpoint at the end', found: 'none' });
  return openModel(latest);
}
