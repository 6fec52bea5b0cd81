import { describeEnergy, type EnergyReading } from '@braingen/energy';
import { readLog, runFolder, train, type TrainOptions } from '@braingen/pipeline/node';
import { describeDataset, type Dataset, type RunConfig } from '@braingen/pipeline';
import { StoppedWithOthers } from '@braingen/trainer';
import type { Context } from '../action.ts';
import { Failure, exitStatus } from '../failure.ts';
import { version } from '../versions.ts';
import { samplePicture } from './sample-picture.ts';

export interface TrainRunOptions extends Pick<TrainOptions, 'resume' | 'start' | 'memoryCheck' | 'cache' | 'ranks'> {
  /** How a user goes on with a training that was stopped. */
  readonly again: string;
}

export interface TrainedRun {
  readonly dataset: Dataset;
  /** Steps taken in all: fewer than those of the configuration where the held-out loss ended the training. */
  readonly steps: number;
}

/**
 * Trains a model on a folder of preprocessed volumes into a run folder, and says how it goes; the engine is started before.
 *
 * @throws Failure with status 85 when asked to stop: the run is checkpointed
 */
export async function trainRun(
  data: string,
  root: string,
  config: RunConfig,
  { terminal, signal }: Context,
  { again, ...options }: TrainRunOptions,
): Promise<TrainedRun> {
  let task: ReturnType<typeof terminal.task> | undefined;
  let loss: number | undefined;
  let energy: EnergyReading | undefined;
  try {
    const dataset = await train(data, root, {
      ...options,
      config,
      startEngine: false,
      versions: { braingen: version },
      signal,
      onDataset: (dataset) => {
        dataset.warnings.forEach((warning) => terminal.warn(warning));
        terminal.log(describeDataset(dataset));
      },
      onWarning: (warning) => terminal.warn(warning),
      onMemory: (bytes) =>
        terminal.log(`memory: about ${((process.memoryUsage.rss() + bytes) / 2 ** 30).toFixed(1)} GB at most`),
      onReport: (report) => {
        loss = report.loss ?? loss;
        energy = report.energy ?? energy;
      },
      picture: (checkpoint) => samplePicture(checkpoint, config, (message) => terminal.warn(message)),
      onProgress: (fraction) => {
        task ??= terminal.task('train');
        task.update(fraction, loss === undefined ? '' : `loss ${loss.toFixed(3)}`);
      },
    });
    const steps = (await readLog(runFolder(root).log)).at(-1)?.step ?? config.training.steps;
    task?.done(`${steps} steps`);
    if (energy) terminal.log(describeEnergy(energy));
    return { dataset, steps };
  } catch (error) {
    // Only what stopped the training, after its checkpoint: a full disk at that moment is said as such.
    if (!isStop(error, signal)) throw error;
    throw new Failure(`checkpointed; ${again}`, exitStatus.restart);
  }
}

const isStop = (error: unknown, signal: AbortSignal): boolean =>
  (signal.aborted && error === signal.reason) || error instanceof StoppedWithOthers;
