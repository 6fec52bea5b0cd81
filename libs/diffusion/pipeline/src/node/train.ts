import { mkdir, rename, rm } from 'node:fs/promises';
import { startEngine } from '@braingen/engine';
import { listCheckpoints, tidyCheckpoints, withCheckpointFiles } from '@braingen/unet3d/node';
import { removeLeftovers } from '@braingen/volume/node';
import { createConfig } from '../config/run-config.ts';
import { createDataset, type Dataset } from '../data/dataset.ts';
import type { TrainingVolume } from '../data/named-volume.ts';
import { PipelineError } from '../error.ts';
import type { KindTrainingOptions, TrainingReport } from '../model-kind.ts';
import { checkSameData } from '../resume/same-data.ts';
import { prepareTraining } from '../train-model.ts';
import { availableBytes } from './available-bytes.ts';
import { bestSoFar } from './best-so-far.ts';
import { claimRun, type ReachedCheckpoint } from './claim-run.ts';
import { checkpointsOf, describeRun } from './load.ts';
import { readLog } from './log.ts';
import { writeModelCard } from './model-card.ts';
import { openDataset } from './open-dataset.ts';
import { openRecords } from './records.ts';
import { runEnergy } from './run-energy.ts';
import { runFolder, type RunFolder } from './run-folder.ts';
import { lockRun } from './run-lock.ts';
import type { TrainOptions } from './train-options.ts';
import { recordTrainingSource } from './training-source.ts';

/**
 * Trains a model on a folder of preprocessed volumes, or on volumes in memory, into a run folder; or goes on with a training that
 * was stopped. Nothing but the cache of volumes is written before configuration, data and memory have been checked. One training at a time holds a run
 * folder. A checkpoint that finds no room on the disk does not end the training, unless it is the last.
 *
 * @param data a folder, as `findVolumes` reads it, with participants.tsv where the configuration has conditions
 * @param run the folder to write
 * @returns the data set, split as it was trained on
 * @throws PipelineError; the signal's reason after an abort, once the run is checkpointed; the system's error where its last
 *   checkpoint could not be written
 */
export async function train(
  data: string | readonly TrainingVolume[],
  run: string,
  options: TrainOptions = {},
): Promise<Dataset> {
  const { resume = false, memoryCheck = true, start, versions, signal, onProgress, onReport, onWarning } = options;
  const { ranks } = options;
  const config = createConfig(options.config);
  const folder = runFolder(run);
  const damaged: string[] = [];
  const reached = await claimRun(folder, config, resume, (checkpoint, { message }) => {
    damaged.push(checkpoint);
    onWarning?.(`${message}; the checkpoint before it is taken`);
  });
  // What cannot be started with is refused before anything is written.
  if (!reached && start !== undefined) await withCheckpointFiles(await checkpointsOf(start), () => Promise.resolve());
  // No rank writes, be it into the cache, before all have seen what the folder holds.
  await ranks?.max(0);
  const cache = options.cache ?? folder.volumes;
  const dataset =
    typeof data === 'string'
      ? await openDataset(data, config, { cache, inMemory: options.inMemory, ranks, signal })
      : await createDataset(data, config);
  if (reached) checkSameData(reached.description, dataset, reached.folder);
  options.onDataset?.(dataset);
  if (options.startEngine ?? true) await startEngine();

  const available = memoryCheck ? availableBytes() : undefined;
  const ready = await prepareTraining({ config, data: dataset, versions, available, size: ranks?.size });
  if (ready.bytes !== undefined) options.onMemory?.(ready.bytes);

  const reachedStep = reached?.description.step;
  const before = (await readLog(folder.log)).filter(({ step }) => step <= (reachedStep ?? 0));
  // Nobody writes before all ranks have read.
  await ranks?.max(0);
  const trainLocked = async (): Promise<void> => {
    const records = await openRecords(folder, config, reachedStep ?? 0, options);
    const best = bestSoFar(before, config.training.patience);
    const energy = await runEnergy(before, ranks);
    const report = (line: TrainingReport): void => {
      records.report(line);
      onReport?.(line);
    };
    let unsaved: Error | undefined;
    const begin = (from: Pick<KindTrainingOptions, 'resume' | 'start'>): Promise<void> =>
      ready.train({
        ...{ ...from, isOver: best.isEnough, ranks, signal, onProgress },
        onReport: report,
        onValidation: async (found, checkpoint) => {
          const { isBest, isEnough } = best.take(found);
          if (isBest) await records.best(await checkpoint());
          return isEnough ? 'stop' : undefined;
        },
        onCheckpoint: async (checkpoint) => {
          // The one that the training went on from is there already: writing it again could only harm it.
          if (checkpoint.step === reachedStep) return;
          report({ step: checkpoint.step, energy: await energy.read() });
          unsaved = await records.checkpoint(checkpoint);
        },
      });
    try {
      if (reached) await withCheckpointFiles(reached.folder, (files) => begin({ resume: files }));
      else if (start === undefined) await begin({});
      else await withCheckpointFiles(await checkpointsOf(start), (files) => begin({ start: files }));
      await records.close('finished');
    } catch (error) {
      await records.close(signal?.aborted ? 'stopped' : 'failed');
      throw signal?.aborted && error === signal.reason ? (unsaved ?? error) : error;
    } finally {
      energy.stop();
    }
    if (unsaved) throw unsaved;
  };

  // The other ranks write nothing.
  if (ranks && ranks.rank !== 0) {
    await trainLocked();
    return dataset;
  }
  await mkdir(folder.checkpoints, { recursive: true });
  const release = await lockRun(folder.root);
  try {
    await tidyCheckpoints(folder.checkpoints);
    await removeLeftovers(folder.root);
    await checkUnchanged(folder, reached, damaged);
    // Out of the way of those that follow, but not lost.
    for (const checkpoint of damaged) {
      await rm(`${checkpoint}.damaged`, { recursive: true, force: true });
      await rename(checkpoint, `${checkpoint}.damaged`);
    }
    await trainLocked();
    if (typeof data === 'string') await recordTrainingSource(data, folder.root);
    await rm(folder.volumes, { recursive: true, force: true });
    await writeModelCard(folder.root, await describeRun(folder.root));
  } finally {
    await release();
  }
  return dataset;
}

/** Makes sure that no other training went on with the run between the look at it and the lock. */
async function checkUnchanged(
  folder: RunFolder,
  reached: ReachedCheckpoint | undefined,
  damaged: readonly string[],
): Promise<void> {
  const latest = (await listCheckpoints(folder.checkpoints)).filter((each) => !damaged.includes(each)).at(-1);
  if (latest === reached?.folder) return;
  throw new PipelineError('run', {
    field: folder.root,
    expected: reached ? `its latest checkpoint at step ${reached.description.step}` : 'a folder without a run',
    found: `${latest ?? 'none'}: another training wrote to it meanwhile`,
  });
}
