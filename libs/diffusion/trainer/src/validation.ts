import { tf } from '@braingen/engine';
import { uniformWeight, type LossWeight, type NoiseSchedule, type PredictionType } from '@braingen/scheduler';
import { createRandom } from '@braingen/volume';
import { makeBatch } from './batch.ts';
import { batchLoss } from './loss.ts';
import type { Model } from './model.ts';
import type { TrainingSet } from './training-set.ts';

/** How the error on volumes that were not trained on is measured. */
export interface ValidationOptions<C = never> {
  readonly model: Model<C>;
  readonly data: TrainingSet<C>;
  readonly schedule: NoiseSchedule;
  readonly predictionType: PredictionType;
  /** How much an error counts at each time; all alike by default. */
  readonly lossWeight?: LossWeight | undefined;
  /** At how many times each volume is looked at, spread evenly over the schedule. */
  readonly times: number;
  readonly seed: number | string;
}

/**
 * The mean squared error of the prediction, the model being told all that is known of each volume. Times and noise are the same for every call with the same seed, so that a
 * curve shows the model alone.
 */
export async function validationLoss<C = never>(options: ValidationOptions<C>): Promise<number> {
  const { model, data, schedule, predictionType, lossWeight = uniformWeight, times, seed } = options;
  const random = createRandom(seed);
  let sum = 0;
  for (let index = 0; index < data.length; index++) {
    const x0 = await data.volume(index);
    for (let k = 0; k < times; k++) {
      const t = Math.floor(((k + 0.5) / times) * schedule.steps);
      const loss = tf.tidy(() => {
        const sample = { volume: index, dropped: false, x0, t, random: random.fork(`volume ${index}, time ${k}`) };
        const batch = makeBatch([sample], data.shape, { schedule, predictionType, lossWeight });
        return batchLoss(model, batch, data.conditions);
      });
      sum += (await loss.data())[0];
      loss.dispose();
    }
  }
  return sum / (data.length * times);
}
