import { tf, type Model } from '@braingen/engine';
import { uniformWeight, type LossWeight, type NoiseSchedule, type PredictionType } from '@braingen/scheduler';
import { createRandom } from '@braingen/volume';
import { makeBatch } from './batch.ts';
import { batchLoss } from './loss.ts';
import { alone, type Ranks } from './ranks.ts';
import type { TrainingSet } from './training-set.ts';

/** How the error on volumes that were not trained on is measured. */
export interface ValidationOptions<C = never> {
  readonly model: Model<C>;
  readonly data: TrainingSet<C>;
  readonly schedule: NoiseSchedule;
  readonly predictionType: PredictionType;
  /** How much an error counts at each time. @default all alike */
  readonly lossWeight?: LossWeight | undefined;
  /** At how many times each volume is looked at, spread evenly over the schedule. */
  readonly times: number;
  readonly seed: number | string;
  /** Processes that share the volumes. @default this one alone */
  readonly ranks?: Ranks | undefined;
}

/** The error at one time of the schedule: one level of noise. */
export interface LossAtTime {
  readonly t: number;
  readonly loss: number;
}

/**
 * The mean squared error of the prediction at each time, each volume under its full condition. Times and
 * noise are the same for every call with the same seed, so that a curve shows the model alone.
 */
export async function validationByTime<C = never>(options: ValidationOptions<C>): Promise<LossAtTime[]> {
  const { model, data, schedule, predictionType, lossWeight = uniformWeight, times, seed, ranks = alone } = options;
  const random = createRandom(seed);
  const at = Array.from({ length: times }, (_, k) => Math.floor(((k + 0.5) / times) * schedule.steps));
  // Every rank fills its own volumes' places, and adds zeros elsewhere: the sum has the bits that one process would find.
  const losses = new Float32Array(data.length * times);
  for (let index = ranks.rank; index < data.length; index += ranks.size) {
    const x0 = await data.volume(index);
    for (const [k, t] of at.entries()) {
      const loss = tf.tidy(() => {
        const sample = { volume: index, dropped: false, x0, t, random: random.fork(`volume ${index}, time ${k}`) };
        const batch = makeBatch([sample], data.shape, { schedule, predictionType, lossWeight });
        return batchLoss(model, batch, data.conditions);
      });
      losses[index * times + k] = (await loss.data())[0];
      loss.dispose();
    }
  }
  await ranks.sum(losses);
  return at.map((t, k) => {
    let sum = 0;
    for (let index = 0; index < data.length; index++) sum += losses[index * times + k];
    return { t, loss: sum / data.length };
  });
}

/** The mean over times. */
export const meanLoss = (byTime: readonly LossAtTime[]): number =>
  byTime.reduce((sum, { loss }) => sum + loss, 0) / byTime.length;

/** The mean of `validationByTime`. */
export async function validationLoss<C = never>(options: ValidationOptions<C>): Promise<number> {
  return meanLoss(await validationByTime(options));
}
