import type { Engine } from '@braingen/engine';
import type { EnergyReading } from '@braingen/energy';
import type { Ranks } from '@braingen/trainer';
import type { ByteSource } from '@braingen/unet3d';
import type { ProgressOptions } from '@braingen/volume';
import type { RunConfig } from './config/run-config.ts';
import type { SamplingConfig } from './config/sampling-config.ts';
import type { Dataset } from './data/dataset.ts';
import type { CheckpointDescription } from './description.ts';
import type { SampleRequest, SamplingPlan } from './sample-request.ts';

/** The files of a checkpoint by name; 'checkpoint.json' holds its description. */
export type CheckpointFiles = ReadonlyMap<string, ByteSource>;

/** A line of a training's log. */
export interface TrainingReport {
  /** Steps taken, this one included. */
  readonly step: number;
  /** The part of the model that was trained, of kinds with several. */
  readonly stage?: string | undefined;
  readonly loss?: number | undefined;
  readonly learningRate?: number | undefined;
  /** Wall time of the step. */
  readonly seconds?: number | undefined;
  /** The loss on the volumes held out, after some of the steps. */
  readonly validationLoss?: number | undefined;
  /** The same at each level of noise, from little to much; `t` is the time of the schedule. */
  readonly validationByTime?: readonly { readonly t: number; readonly loss: number }[] | undefined;
  /** What the whole run has taken so far; with checkpoints. */
  readonly energy?: EnergyReading | undefined;
}

/** A state that a training can go on from. */
export interface TrainedCheckpoint {
  readonly step: number;
  /** Its weights by name, in the engine's layout, where the kind has them at hand. */
  readonly weights?: ReadonlyMap<string, Float32Array> | undefined;
  /** Its files, made one after the other as they are asked for; the description comes last. */
  files(): Iterable<readonly [name: string, bytes: Uint8Array]>;
}

/** A look at the volumes held out. */
export type ValidationReport = TrainingReport & { readonly validationLoss: number };

export interface TrainingCallbacks extends ProgressOptions {
  readonly onReport?: ((report: TrainingReport) => void) | undefined;
  /**
   * Gets every look at the volumes held out, and the state where it wants to keep it. 'stop' ends the training there, or that of the
   * stage where a model has several; of several ranks all must say the same, for which they get the same report.
   */
  readonly onValidation?:
    | ((
        report: ValidationReport,
        checkpoint: () => Promise<TrainedCheckpoint>,
      ) => void | 'stop' | Promise<void | 'stop'>)
    | undefined;
  /** Gets the state every `training.checkpointEvery` steps, before an abort, and at the end. */
  readonly onCheckpoint?: ((checkpoint: TrainedCheckpoint) => void | Promise<void>) | undefined;
}

export interface KindTrainingOptions extends TrainingCallbacks {
  /** A checkpoint of this very training to go on from. @default none */
  readonly resume?: CheckpointFiles | undefined;
  /**
   * Whether a training that goes on, or a stage of it, was ended by `onValidation` before: then it stays as it is.
   * @default none was
   */
  readonly isOver?: ((stage?: string) => boolean) | undefined;
  /** A checkpoint whose weights the training starts with. @default weights drawn by the seed */
  readonly start?: CheckpointFiles | undefined;
  /** Processes that train together. Callbacks are called on every rank. @default this one alone */
  readonly ranks?: Ranks | undefined;
}

/** A training whose configuration and data were found to go together. */
export interface PreparedTraining {
  /**
   * Bytes that it takes beyond what the process holds now, found without training; Infinity where WebAssembly ends before.
   */
  bytes(runtime: 'native' | 'wasm'): Promise<number>;
  /** @throws the signal's reason after an abort, once `onCheckpoint` has its state */
  train(options: KindTrainingOptions): Promise<void>;
}

export interface OpenOptions {
  /** Bytes that sampling may take, asked before it starts: batches shrink to fit. @default nothing is checked */
  readonly available?: (() => number) | undefined;
  /** How to sample where a request does not say. @default the checkpoint's own */
  readonly sampling?: SamplingConfig | undefined;
}

/** A trained model that samples. */
export interface KindModel {
  readonly description: CheckpointDescription;
  /** How it samples where a request does not say. */
  readonly sampling: SamplingConfig;
  /** Checks a request and makes it ready. @throws PipelineError of kind 'request', 'data' or 'memory' */
  plan(request: SampleRequest): Promise<SamplingPlan>;
  /** Frees its weights. */
  dispose(): void;
}

export interface PrepareOptions {
  readonly engine: Engine;
  /** Processes that share a batch: memory is needed for a rank's share alone. @default 1 */
  readonly size?: number | undefined;
  /** Versions of the programs around, for the checkpoint's description. @default none */
  readonly versions?: Readonly<Record<string, string>> | undefined;
}

/** A training of few steps, each of which costs what one of a part of a whole training does. */
export interface Rehearsal {
  /** The part, of kinds with several. */
  readonly stage?: string | undefined;
  readonly config: RunConfig;
  /** Steps of that part in the whole training. */
  readonly steps: number;
}

/**
 * One kind of model: what `model.kind` of a configuration names. All else of the package (configuration, data set, run
 * folder, log, memory check, samples) knows models by this interface alone.
 */
export interface ModelKind {
  readonly kind: string;
  /** @throws PipelineError of kind 'config' where the configuration does not go with the data */
  prepare(config: RunConfig, data: Dataset, options: PrepareOptions): PreparedTraining;
  /** A training's parts, each in so many steps. */
  rehearsals(config: RunConfig, steps: number): readonly Rehearsal[];
  /**
   * Opens a checkpoint for sampling. The files are closed afterwards: what it needs, it reads.
   *
   * @param description the checkpoint's JSON, unchecked
   * @throws PipelineError of kind 'checkpoint', or CheckpointError for a file that cannot be used
   */
  open(files: CheckpointFiles, description: unknown, options: OpenOptions): Promise<KindModel>;
}
