import { rm } from 'node:fs/promises';
import { checkpointFolder, listCheckpoints, saveCheckpointFiles } from '@braingen/unet3d/node';
import { writeWhole } from '@braingen/volume/node';
import { formatConfig } from '../config/yaml.ts';
import type { RunConfig } from '../config/run-config.ts';
import type { TrainedCheckpoint, TrainingReport } from '../model-kind.ts';
import { isFull } from './is-full.ts';
import { openLog } from './log.ts';
import { openTrackers, scalarsOf } from './open-trackers.ts';
import type { RunFolder } from './run-folder.ts';
import type { TrainOptions } from './train-options.ts';

/** What a training leaves as it goes. */
export interface Records {
  report(report: TrainingReport): void;
  /** @returns the system's error where the disk is full: the training goes on, and there may be room again */
  checkpoint(checkpoint: TrainedCheckpoint): Promise<Error | undefined>;
  /** Keeps a state beside the checkpoints, in place of the one kept before. */
  best(checkpoint: TrainedCheckpoint): Promise<void>;
  close(how: 'finished' | 'stopped' | 'failed'): Promise<void>;
}

/** Of a rank that writes nothing. */
const none: Records = {
  report: () => {},
  checkpoint: () => Promise.resolve(undefined),
  best: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/**
 * Opens a run folder's configuration, log, checkpoints and trackers, to go on after a step. Of several ranks the first alone
 * writes.
 */
export async function openRecords(
  folder: RunFolder,
  config: RunConfig,
  step: number,
  { ranks, picture, onWarning = () => {} }: Pick<TrainOptions, 'ranks' | 'picture' | 'onWarning'>,
): Promise<Records> {
  if (ranks && ranks.rank !== 0) return none;
  await writeWhole(folder.config, formatConfig(config));
  const log = await openLog(folder.log, step, ({ message }) =>
    onWarning(`${folder.log}: ${message}: the training goes on, its steps are not logged any more`),
  );
  const tracker = await openTrackers(folder, config, step, onWarning);
  const save = async (path: string, checkpoint: TrainedCheckpoint): Promise<Error | undefined> => {
    try {
      await saveCheckpointFiles(path, checkpoint.files());
      return undefined;
    } catch (error) {
      if (!isFull(error)) throw error;
      onWarning(`step ${checkpoint.step}: no checkpoint could be written: ${(error as Error).message}`);
      return error as Error;
    }
  };
  return {
    report: (report) => {
      log.write(report);
      tracker.write({ step: report.step, scalars: scalarsOf(report) });
    },
    checkpoint: async (checkpoint) => {
      const unsaved = await save(checkpointFolder(folder.checkpoints, checkpoint.step), checkpoint);
      if (unsaved) return unsaved;
      const old = (await listCheckpoints(folder.checkpoints)).slice(0, -config.training.checkpointsKept);
      for (const each of old) await rm(each, { recursive: true });
      const weights = [...(checkpoint.weights ?? [])].map(([name, values]) => [`weights/${name}`, values] as const);
      const pictures = config.training.pictures ? await picture?.(checkpoint) : undefined;
      tracker.write({ step: checkpoint.step, histograms: Object.fromEntries(weights), pictures });
      return undefined;
    },
    best: async (checkpoint) => void (await save(folder.best, checkpoint)),
    close: async (how) => {
      await log.close();
      await tracker.close(how);
    },
  };
}
