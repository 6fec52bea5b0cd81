import { basename, resolve } from 'node:path';
import { csv, mlflow, tensorBoard, together, type Tracker } from '@braingen/tracking';
import type { RunConfig } from '../config/run-config.ts';
import type { TrainingReport } from '../model-kind.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * Opens what a run shows: event files for TensorBoard, a table, and a run at the MLflow server that MLFLOW_TRACKING_URI names.
 *
 * @param from the step that the training goes on from
 * @param onTrouble hears that MLflow does not answer: the training does not end for that
 */
export async function openTrackers(
  folder: RunFolder,
  config: RunConfig,
  from: number,
  onTrouble: (message: string) => void,
): Promise<Tracker> {
  const trackers = [await tensorBoard(folder.tensorBoard, { from }), await csv(folder.table, from)];
  const { MLFLOW_TRACKING_URI: address, MLFLOW_EXPERIMENT_NAME: experiment = 'braingen' } = process.env;
  if (address && /^https?:/.test(address)) {
    const runName = basename(resolve(folder.root));
    const options = { address, experiment, runName, parameters: flat(config), idFile: folder.mlflow, onTrouble };
    const server = await mlflow(options).catch((error: Error) =>
      onTrouble(`MLflow: ${error.message} (${address}); the training goes on without it`),
    );
    if (server) trackers.push(server);
  } else if (address)
    onTrouble(`MLFLOW_TRACKING_URI: expected http or https, found ${address}; the training goes on without it`);
  return together(trackers);
}

/** The scalars of a line of the log, by the names that trackers show. */
export function scalarsOf({
  loss,
  learningRate,
  seconds,
  validationLoss,
  validationByTime,
  energy,
}: TrainingReport): Record<string, number> {
  const scalars: Record<string, number | undefined> = {
    'loss/training': loss,
    'loss/held-out': validationLoss,
    'training/learning-rate': learningRate,
    'training/seconds': seconds,
    'energy/kWh': energy?.kWh,
    'energy/co2-grams': energy?.co2Grams,
  };
  for (const each of validationByTime ?? []) scalars[`held-out/t-${String(each.t).padStart(4, '0')}`] = each.loss;
  return Object.fromEntries(
    Object.entries(scalars).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

/** Settings by their path, such as "training.steps". */
function flat(value: object, path: readonly string[] = []): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]): [string, string | number | boolean][] => {
      if (each === undefined) return [];
      const at = [...path, name];
      if (typeof each === 'object' && each !== null && !Array.isArray(each))
        return Object.entries(flat(each as object, at));
      return [[at.join('.'), typeof each === 'object' ? JSON.stringify(each) : (each as string | number | boolean)]];
    }),
  );
}
