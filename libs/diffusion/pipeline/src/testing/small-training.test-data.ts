import { startEngine } from '@braingen/engine';
import { inMemory } from '../checkpoint-files.ts';
import type { Model } from '../model.ts';
import type { CheckpointFiles, TrainingReport } from '../model-kind.ts';
import { trainModel } from '../train-model.ts';
import { smallVolumes } from './small-model.test-data.ts';

/** A training on six small volumes of known ages and groups, with all that it told on its way. */
export async function smallTraining(config: object): Promise<{
  readonly model: Model;
  readonly reports: readonly TrainingReport[];
  readonly checkpoints: readonly CheckpointFiles[];
}> {
  const reports: TrainingReport[] = [];
  const checkpoints: CheckpointFiles[] = [];
  await startEngine();
  const model = await trainModel(smallVolumes(6), {
    config,
    onReport: (report) => reports.push(report),
    onCheckpoint: (checkpoint) => void checkpoints.push(inMemory(checkpoint)),
  });
  return { model, reports, checkpoints };
}
