import { tf } from '@braingen/engine';
import { createSchedule, type NoiseSchedule } from '@braingen/scheduler';
import { createUNet, type Condition, type UNet, type UNetOptions } from '@braingen/unet3d';
import type { CascadeBase } from '../cascade-base.ts';
import { mapVolumes, type GaussianModel } from '../gaussian/gaussian-model.ts';
import { toBlocks } from '../pyramid/blocks.ts';
import { coarseShape } from '../pyramid/coarsen.ts';
import { linearPrediction, type LinearPrediction } from './linear-skip.ts';
import { isOnGaussian, networkConfig, type Stage } from './stage.ts';

/** A stage's network with the schedule that it lives on. It predicts 'v'. */
export interface StageModel {
  readonly stage: Stage;
  readonly schedule: NoiseSchedule;
  readonly network: UNet;
  /**
   * @param correction scale of what the network has beyond the Gaussian model's prediction, in a stage on that model's grid; above 1 is
   *   autoguidance by that model. @default 1
   */
  predict(x: tf.Tensor5D, t: tf.Tensor1D, condition?: Condition, correction?: number): tf.Tensor5D;
  dispose(): void;
}

/** What of a cascade's base a stage needs. */
export type StageBase = Pick<CascadeBase, 'window' | 'scales' | 'gaussian'>;

/**
 * Makes a stage's network. That of the coarse stage sees the clean volume as the Gaussian model estimates it and adds to the model's
 * prediction, so that before any training it is the Gaussian's own denoiser.
 *
 * @param base whose Gaussian model and window a coarse stage needs, and autoguidance of one that refines the model's draws
 */
export function createStageModel(stage: Stage, base: StageBase, options: UNetOptions = {}): StageModel {
  const network = createUNet({ ...networkConfig(stage), ...options });
  const schedule = createSchedule(stage.schedule);
  let linear: ReturnType<typeof linearPrediction> | undefined;
  // Made where it is first asked for: a stage that refines needs it for autoguidance alone.
  const gaussian: LinearPrediction = (x, t) => {
    linear ??= linearPrediction(
      stage.kind === 'coarse' ? gaussianOfBlocks(base, stage.level) : base.gaussian,
      schedule,
    );
    return linear.predict(x, t);
  };
  return {
    stage,
    schedule,
    network,
    predict: (x, t, condition, correction = 1) => {
      if (stage.kind === 'coarse')
        return tf.tidy(() => {
          const { v, clean } = gaussian(x, t);
          const channels = condition?.channels ? (tf.concat([condition.channels, clean], 4) as tf.Tensor5D) : clean;
          const added = network.predict(x, t, { ...condition, channels });
          return tf.add(correction === 1 ? added : tf.mul(added, correction), v) as tf.Tensor5D;
        });
      if (correction === 1 || !isOnGaussian(stage, base.scales.length - 1)) return network.predict(x, t, condition);
      return tf.tidy(() => {
        const { v } = gaussian(x, t);
        const beyond = tf.sub(network.predict(x, t, condition), v);
        return tf.add(tf.mul(beyond, correction), v) as tf.Tensor5D;
      });
    },
    dispose: () => {
      network.dispose();
      linear?.dispose();
    },
  };
}

/** The same Gaussian model with its numbers in the order of the coarse stage's channels. */
function gaussianOfBlocks({ window, gaussian }: StageBase, level: number): GaussianModel {
  const shape = coarseShape(window.shape, level);
  return mapVolumes(gaussian, (volume) => toBlocks(volume, shape));
}
