import { mkdir, rm } from 'node:fs/promises';
import { startEngine } from '@braingen/engine';
import { checkpointFolder, listCheckpoints, saveCheckpointFiles, withCheckpointFiles } from '@braingen/unet3d/node';
import type { StepOptions } from '@braingen/volume';
import { writeWhole } from '@braingen/volume/node';
import { createConfig } from '../config/run-config.ts';
import { formatConfig } from '../config/yaml.ts';
import { createDataset, type Dataset } from '../data/dataset.ts';
import type { TrainingVolume } from '../data/named-volume.ts';
import type { KindTrainingOptions, TrainedCheckpoint, TrainingReport } from '../model-kind.ts';
import { checkSameData } from '../resume/same-data.ts';
import { prepareTraining } from '../train-model.ts';
import { availableBytes } from './available-bytes.ts';
import { claimRun } from './claim-run.ts';
import { checkpointsOf } from './load.ts';
import { openLog } from './log.ts';
import { readTrainingVolumes } from './read-training-volumes.ts';
import { runFolder, type RunFolder } from './run-folder.ts';

/** How many checkpoints a run keeps: the latest, and one more in case the disk fails while it is written. */
const checkpointsKept = 2;

export interface TrainOptions extends StepOptions {
  /** Fields of the configuration; the defaults fit a CPU and minutes. */
  readonly config?: unknown;
  /** Goes on from the run folder's latest checkpoint, where there is one; without it a folder that holds a run is refused. */
  readonly resume?: boolean | undefined;
  /** A run or checkpoint whose weights the training starts with; see `startFields` for the configuration that goes with them. */
  readonly start?: string | undefined;
  /** Refuses a training that will not fit into memory; true by default. */
  readonly memoryCheck?: boolean | undefined;
  /** False keeps the engine that was started before; by default one is started. */
  readonly startEngine?: boolean | undefined;
  /** Versions of the programs around, for the checkpoints' descriptions. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
  /** Gets the data set before the training begins. */
  readonly onDataset?: ((data: Dataset) => void) | undefined;
  /** Gets the bytes that the training takes, where they can be determined. */
  readonly onMemory?: ((bytes: number) => void) | undefined;
  readonly onReport?: ((report: TrainingReport) => void) | undefined;
}

/**
 * Trains a model on a folder of preprocessed volumes, or on volumes in memory, into a run folder; or goes on with a training that
 * was stopped. Nothing is written before configuration, data and memory have been checked.
 *
 * @param data a folder, as `findVolumes` reads it, with participants.tsv where the configuration has conditions
 * @param run the folder to write
 * @returns the data set, split as it was trained on
 * @throws PipelineError; the signal's reason after an abort, once the run is checkpointed
 */
export async function train(
  data: string | readonly TrainingVolume[],
  run: string,
  options: TrainOptions = {},
): Promise<Dataset> {
  const { resume = false, memoryCheck = true, start, versions, signal, onProgress, onReport } = options;
  const config = createConfig(options.config);
  const folder = runFolder(run);
  const reached = await claimRun(folder, config, resume);
  const volumes = typeof data === 'string' ? await readTrainingVolumes(data, config) : data;
  const dataset = createDataset(volumes, config, { source: typeof data === 'string' ? data : 'data' });
  if (reached) checkSameData(reached.description, dataset, reached.folder);
  options.onDataset?.(dataset);
  if (options.startEngine ?? true) await startEngine();

  const available = memoryCheck ? availableBytes() : undefined;
  const ready = await prepareTraining({ config, data: dataset, versions, available });
  if (ready.bytes !== undefined) options.onMemory?.(ready.bytes);

  await mkdir(folder.checkpoints, { recursive: true });
  await writeWhole(folder.config, formatConfig(config));
  const log = await openLog(folder.log, reached?.description.step ?? 0);
  const begin = (from: Pick<KindTrainingOptions, 'resume' | 'start'>): Promise<void> =>
    ready.train({
      ...from,
      signal,
      onProgress,
      onReport: (report) => {
        log.write(report);
        onReport?.(report);
      },
      onCheckpoint: (checkpoint) => save(folder, checkpoint),
    });
  try {
    if (reached) await withCheckpointFiles(reached.folder, (files) => begin({ resume: files }));
    else if (start === undefined) await begin({});
    else await withCheckpointFiles(await checkpointsOf(start), (files) => begin({ start: files }));
  } finally {
    await log.close();
  }
  return dataset;
}

async function save(folder: RunFolder, checkpoint: TrainedCheckpoint): Promise<void> {
  await saveCheckpointFiles(checkpointFolder(folder.checkpoints, checkpoint.step), checkpoint.files());
  const old = (await listCheckpoints(folder.checkpoints)).slice(0, -checkpointsKept);
  for (const checkpoint of old) await rm(checkpoint, { recursive: true });
}
