import { describeEnergy } from '@braingen/energy';
import { demoCohort } from '@braingen/phantom/node';
import { surveyDataset } from '@braingen/bids';
import { describeDataset, plannedTraining, type Dataset, type RunConfig } from '@braingen/pipeline';
import { estimateTraining, openDataset, runFolder, type TrainingEstimate } from '@braingen/pipeline/node';
import type { Context } from '../action.ts';
import { formatSeconds } from '../terminal.ts';

export interface DryRunOptions {
  readonly memoryCheck?: boolean | undefined;
}

/** Says what a training on a folder of preprocessed volumes would take; nothing is written. The engine is started before. */
export async function dryTraining(
  data: string,
  config: RunConfig,
  options: DryRunOptions,
  context: Context,
): Promise<TrainingEstimate> {
  const dataset = await openDataset(data, config, context);
  dataset.warnings.forEach((warning) => context.terminal.warn(warning));
  return sayEstimate(dataset, config, options, context);
}

/** Says which scans a run would preprocess and what its training would take; nothing is written. The engine is started before. */
export async function dryRun(
  dataset: string | undefined,
  output: string,
  options: DryRunOptions,
  config: RunConfig,
  context: Context,
): Promise<TrainingEstimate & { scans: number; preprocessed: number; refused: readonly string[] }> {
  const { terminal } = context;
  const { scans, preprocessed, refused, warnings } =
    dataset === undefined
      ? { scans: demoCohort.count, preprocessed: 0, refused: [], warnings: [] }
      : await surveyDataset(dataset, runFolder(output).preprocessed);
  [...warnings, ...refused].forEach((reason) => terminal.warn(reason));
  terminal.log(
    dataset === undefined
      ? `${scans} phantoms to make and preprocess`
      : `${scans} scans to preprocess, ${preprocessed} of them with a preprocessed volume, which is kept if settings are the same`,
  );
  const planned = await plannedTraining(scans, config);
  return { scans, preprocessed, refused, ...(await sayEstimate(planned.data, planned.config, options, context)) };
}

async function sayEstimate(
  data: Dataset,
  config: RunConfig,
  { memoryCheck }: DryRunOptions,
  { terminal, signal }: Context,
): Promise<TrainingEstimate> {
  terminal.log(describeDataset(data));
  const estimate = await estimateTraining({ config, data, memoryCheck, signal });
  const { memoryBytes, parts, seconds, energy, checkpointBytes, volumeBytes, diskBytes } = estimate;
  if (memoryBytes !== undefined)
    terminal.log(`memory: about ${sizeOf(process.memoryUsage.rss() + memoryBytes)} at most`);
  for (const { stage, steps, secondsPerStep } of parts)
    terminal.log(
      `${stage ?? 'training'}: ${steps} steps of ${secondsPerStep.toPrecision(2)} s, ${formatSeconds(steps * secondsPerStep)}`,
    );
  terminal.log(`in all: ${formatSeconds(seconds)}; validation, checkpoints and their pictures come on top`);
  const volumes = volumeBytes > 0 ? ` and, while it is trained, ${sizeOf(volumeBytes)} of volumes` : '';
  terminal.log(`disk: ${sizeOf(diskBytes - volumeBytes)} of checkpoints, ${sizeOf(checkpointBytes)} each${volumes}`);
  terminal.log(describeEnergy(energy));
  return estimate;
}

const sizeOf = (bytes: number): string =>
  bytes < 2 ** 27 ? `${(bytes / 2 ** 20).toFixed(1)} MB` : `${(bytes / 2 ** 30).toFixed(2)} GB`;
