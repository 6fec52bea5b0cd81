import { tf } from '@braingen/engine';
import { createSchedule, type NoiseSchedule } from '@braingen/scheduler';
import { createUNet, type Condition, type UNet, type UNetOptions } from '@braingen/unet3d';
import type { GaussianModel } from '../gaussian/gaussian-model.ts';
import { linearPrediction } from './linear-skip.ts';
import { networkConfig, type Stage } from './stage.ts';

/** A stage's network with the schedule that it lives on. It predicts 'v'. */
export interface StageModel {
  readonly stage: Stage;
  readonly schedule: NoiseSchedule;
  readonly network: UNet;
  predict(x: tf.Tensor5D, t: tf.Tensor1D, condition?: Condition): tf.Tensor5D;
  dispose(): void;
}

/**
 * Makes a stage's network. That of the coarse stage adds to the prediction of the Gaussian model, so that before any training it is
 * the Gaussian's own denoiser.
 */
export function createStageModel(stage: Stage, gaussian: GaussianModel, options: UNetOptions = {}): StageModel {
  const network = createUNet({ ...networkConfig(stage), ...options });
  const schedule = createSchedule(stage.schedule);
  const linear = stage.kind === 'coarse' ? linearPrediction(gaussian, schedule) : undefined;
  return {
    stage,
    schedule,
    network,
    predict: (x, t, condition) => {
      if (!linear) return network.predict(x, t, condition);
      return tf.tidy(() => tf.add(network.predict(x, t, condition), linear.predict(x, t)) as tf.Tensor5D);
    },
    dispose: () => {
      network.dispose();
      linear?.dispose();
    },
  };
}
