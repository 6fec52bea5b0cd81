import { stageName, type Stage, type StageTraining } from '@braingen/cascade';
import type { TrainingConfig } from '../../config/training-config.ts';
import type { CascadeModel, CascadeStage } from './cascade-model.ts';

/** A stage with its training and the steps of the whole training that are its own. */
export interface PlannedStage {
  readonly name: string;
  readonly stage: Stage;
  readonly training: StageTraining;
  /** Steps of the stages before it. */
  readonly first: number;
}

/**
 * Cuts a training's steps into those of the stages.
 *
 * @param covariates numbers that the networks are conditioned on
 */
export function planStages({ stages }: CascadeModel, config: TrainingConfig, covariates: number): PlannedStage[] {
  const total = stages.reduce((sum, { share }) => sum + share, 0);
  let [before, first] = [0, 0];
  return stages.map((each): PlannedStage => {
    before += each.share;
    const end = Math.round((config.steps * before) / total);
    const planned = plan(each, config, covariates, Math.max(1, end - first), first);
    first = Math.max(end, first + 1);
    return planned;
  });
}

function plan(
  { kind, level, network, jitter, sigmaMax, noise, augmentation, variations, crop }: CascadeStage,
  config: TrainingConfig,
  covariates: number,
  steps: number,
  first: number,
): PlannedStage {
  const { batchSize, learningRate, warmUp, clipNorm, emaDecay, validateEvery, checkpointEvery } = config;
  return {
    name: stageName({ kind, level }),
    stage: { kind, level, network, jitter, covariates, schedule: { ...(sigmaMax !== undefined && { sigmaMax }) } },
    training: {
      ...{ steps, batchSize, learningRate, warmUp, clipNorm, emaDecay, validateEvery, checkpointEvery },
      ...{ augmentation, variations, crop },
      timeSampling: { kind: 'log-normal', ...noise },
    },
    first,
  };
}
