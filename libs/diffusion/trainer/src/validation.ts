import { meanSquaredError, tf } from '@braingen/engine';
import type { NoiseSchedule, PredictionType } from '@braingen/scheduler';
import { createRandom } from '@braingen/volume';
import { makeBatch } from './batch.ts';
import type { Model } from './model.ts';
import type { TrainingSet } from './training-set.ts';

/** How the error on volumes that were not trained on is measured. */
export interface ValidationOptions {
  readonly model: Model;
  readonly data: TrainingSet;
  readonly schedule: NoiseSchedule;
  readonly predictionType: PredictionType;
  /** At how many times each volume is looked at, spread evenly over the schedule. */
  readonly times: number;
  readonly seed: number | string;
}

/**
 * The mean squared error of the prediction. Times and noise are the same for every call with the same seed, so that a
 * curve shows the model alone.
 */
export async function validationLoss(options: ValidationOptions): Promise<number> {
  const { model, data, schedule, predictionType, times, seed } = options;
  const random = createRandom(seed);
  let sum = 0;
  for (let index = 0; index < data.length; index++) {
    const x0 = await data.volume(index);
    for (let k = 0; k < times; k++) {
      const t = Math.floor(((k + 0.5) / times) * schedule.steps);
      const loss = tf.tidy(() => {
        const sample = { x0, t, random: random.fork(`volume ${index}, time ${k}`) };
        const batch = makeBatch([sample], data.shape, schedule, predictionType);
        return meanSquaredError(model(batch.x, batch.t), batch.target);
      });
      sum += (await loss.data())[0];
      loss.dispose();
    }
  }
  return sum / (data.length * times);
}
