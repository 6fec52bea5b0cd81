import type { TimeSampling } from '@braingen/scheduler';
import { train, warmupCosine, type TrainingOptions, type TrainingState } from '@braingen/trainer';
import type { Condition } from '@braingen/unet3d';
import type { Shape3 } from '@braingen/volume';
import type { Augmentation } from './augment/augmentation.ts';
import { stageSet, type StageData } from './stage/stage-set.ts';
import type { StageModel } from './stage/stage-model.ts';

/** How a stage is trained. */
export interface StageTraining {
  readonly steps: number;
  readonly batchSize: number;
  /** At its highest: it rises over `warmUp` steps and falls along half a cosine to a tenth. */
  readonly learningRate: number;
  /** @default 100 */
  readonly warmUp?: number | undefined;
  /** As in `train` of @braingen/trainer. @default off */
  readonly clipNorm?: number | undefined;
  /** As in `train` of @braingen/trainer. @default 0.999 */
  readonly emaDecay?: number | undefined;
  /** @default `{ kind: 'log-normal' }` */
  readonly timeSampling?: TimeSampling | undefined;
  /** @default none */
  readonly augmentation?: Augmentation | undefined;
  /** How many variations of each person are made in all. @default every sample makes its own */
  readonly variations?: number | undefined;
  /** Positions of the network that are trained on at once. @default the whole */
  readonly crop?: Shape3 | undefined;
  /** Steps between measurements of the error on people held out. @default after the last alone */
  readonly validateEvery?: number | undefined;
  /** Steps between checkpoints. @default none but the last */
  readonly checkpointEvery?: number | undefined;
}

/** What a training tells on its way, and what it goes on from; as in `train` of @braingen/trainer. */
export type StageProgress = Pick<
  TrainingOptions<Condition>,
  'ranks' | 'state' | 'signal' | 'conditionDropout' | 'onStep' | 'onValidation' | 'onCheckpoint' | 'onProgress'
>;

/**
 * Trains one stage. Stages know nothing of each other: they can be trained in any order, or at once on several machines.
 *
 * @param heldOut people to measure the error on, as they are: not varied
 * @returns the state after the last step
 */
export function trainStage(
  model: StageModel,
  data: StageData,
  training: StageTraining,
  { seed, heldOut, ...progress }: StageProgress & { seed: number | string; heldOut?: StageData | undefined },
): Promise<TrainingState> {
  const { stage, network, schedule } = model;
  const { steps, batchSize, learningRate, warmUp = 100, validateEvery = steps } = training;
  const { augmentation, variations, crop } = training;
  const copies = Math.ceil((steps * batchSize) / data.volumes.length);
  return train<Condition>({
    model: model.predict,
    variables: network.parameters,
    // A batch, and the one that is drawn ahead.
    data: stageSet(stage, data, {
      seed: `${seed}/variations`,
      augmentation,
      variations,
      crop,
      copies,
      atOnce: 2 * batchSize,
    }),
    schedule,
    predictionType: 'v',
    timeSampling: training.timeSampling ?? { kind: 'log-normal' },
    steps,
    batchSize,
    learningRate: warmupCosine({
      peak: learningRate,
      steps,
      warmup: Math.min(warmUp, Math.floor(steps / 2)),
      floor: 0.1,
    }),
    clipNorm: training.clipNorm,
    emaDecay: training.emaDecay,
    seed,
    ...(heldOut && {
      validation: { data: stageSet(stage, heldOut, { seed: `${seed}/held out`, crop }), every: validateEvery },
    }),
    checkpointEvery: training.checkpointEvery,
    ...progress,
  });
}
