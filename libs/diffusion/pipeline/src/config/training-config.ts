import { lossWeights, type TimeSampling } from '@braingen/scheduler';
import { z } from 'zod';

/** The optimisation. */
export interface TrainingConfig {
  readonly steps: number;
  readonly batchSize: number;
  /** Volumes of a batch that go through the network together. Fewer need less memory, for the same step. @default all */
  readonly microBatchSize?: number | undefined;
  /** Computes the network's blocks again in the backward pass instead of keeping them: less memory, more time, equal results. */
  readonly gradientCheckpointing: boolean;
  readonly learningRate: number;
  /** Steps over which the learning rate rises from zero. */
  readonly warmUp: number;
  /** Gradients are scaled down to this norm where they exceed it. */
  readonly clipNorm: number;
  /** How much an error counts at each time of the schedule. */
  readonly lossWeight: keyof typeof lossWeights;
  /** Which times of the schedule are trained at. */
  readonly timeSampling: Required<TimeSampling>;
  /** Decay of the moving average of the weights. */
  readonly emaDecay: number;
  /** Steps between two validation losses. */
  readonly validateEvery: number;
  /** Steps between two checkpoints. */
  readonly checkpointEvery: number;
  /** How many of the latest checkpoints are kept, besides the one with the lowest validation loss. */
  readonly checkpointsKept: number;
  /** Ends the training, of a cascade that of the stage, after so many validation losses in a row that are not the lowest. @default never */
  readonly patience?: number | undefined;
  /** Draws a volume at every checkpoint, to be looked at where the run is followed; it takes as long as sampling one does. */
  readonly pictures: boolean;
}

const count = z.int().min(1);

export const trainingSchema: z.ZodType<TrainingConfig> = z
  .strictObject({
    steps: count.default(900),
    batchSize: count.default(1),
    microBatchSize: count.optional(),
    gradientCheckpointing: z.boolean().default(false),
    learningRate: z.number().positive().default(1e-3),
    warmUp: z.int().min(0).default(20),
    clipNorm: z.number().positive().default(1),
    lossWeight: z.enum(Object.keys(lossWeights) as (keyof typeof lossWeights)[]).default('uniform'),
    timeSampling: z
      .strictObject({
        kind: z.enum(['uniform', 'logit-normal']).default('uniform'),
        mean: z.number().default(0),
        deviation: z.number().positive().default(1),
      })
      .prefault({}),
    emaDecay: z.number().min(0).lt(1).default(0.995),
    validateEvery: count.default(100),
    checkpointEvery: count.default(300),
    checkpointsKept: count.default(2),
    patience: count.optional(),
    pictures: z.boolean().default(true),
  })
  .prefault({});
