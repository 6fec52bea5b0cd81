import type { Picture } from '@braingen/tracking';
import type { Ranks } from '@braingen/trainer';
import type { ProgressOptions } from '@braingen/volume';
import type { Dataset } from '../data/dataset.ts';
import type { TrainedCheckpoint, TrainingReport } from '../model-kind.ts';

export interface TrainOptions extends ProgressOptions {
  /** Fields of the configuration. @default those of `createConfig`, which fit a CPU and minutes */
  readonly config?: unknown;
  /**
   * Goes on from the run folder's latest checkpoint, where there is one.
   * @default false: a folder that holds a run is refused
   */
  readonly resume?: boolean | undefined;
  /**
   * A run or checkpoint whose weights the training starts with; see `startFields` for the configuration that goes with
   * them.
   * @default weights drawn by the seed
   */
  readonly start?: string | undefined;
  /** Refuses a training that will not fit into memory. @default true */
  readonly memoryCheck?: boolean | undefined;
  /** False keeps the engine that was started before. @default one is started */
  readonly startEngine?: boolean | undefined;
  /**
   * A folder where the volumes of a folder are kept as they are trained on, where all together are too large for memory; several trainings,
   * and all ranks, may share it.
   * @default one in the run folder, removed when the training has come to its end
   */
  readonly cache?: string | undefined;
  /** Bytes of volumes up to which they stay in memory. @default 512 MB */
  readonly inMemory?: number | undefined;
  /** Versions of the programs around, for the checkpoints' descriptions. @default none */
  readonly versions?: Readonly<Record<string, string>> | undefined;
  /** Gets the data set before the training begins. */
  readonly onDataset?: ((data: Dataset) => void) | undefined;
  /** Gets the bytes that the training takes, where they can be determined. */
  readonly onMemory?: ((bytes: number) => void) | undefined;
  readonly onReport?: ((report: TrainingReport) => void) | undefined;
  /** Gets what a person should know: a damaged checkpoint that was passed over, a disk that is full. */
  readonly onWarning?: ((warning: string) => void) | undefined;
  /** Processes that train together, each called with the same arguments; rank 0 writes. @default this one alone */
  readonly ranks?: Ranks | undefined;
  /** Makes pictures of a checkpoint, for the trackers; on rank 0, while the others wait. */
  readonly picture?: ((checkpoint: TrainedCheckpoint) => Promise<Readonly<Record<string, Picture>>>) | undefined;
}
