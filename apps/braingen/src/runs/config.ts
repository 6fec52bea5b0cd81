import { readFile } from 'node:fs/promises';
import { lossWeights, predictionTypes, type PredictionType } from '@braingen/scheduler';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { Failure } from '../failure.ts';

const count = z.int().min(1);
const shape3 = z.tuple([count, count, count]);
const covariateUse = z.enum(['embedding', 'context', 'channels']);

/**
 * A training run: everything that decides its outcome but the data and the engine.
 * The defaults fit a processor and minutes (the README of @braingen/trainer says why each);
 * `configs/paper.yaml` holds the published method's.
 */
export const runConfigSchema = z.strictObject({
  seed: z.int().min(0).default(0),
  data: z
    .strictObject({
      /** The network's grid: volumes are resized to it. */
      shape: shape3.default([32, 48, 32]),
      /** The share of subjects held out for the validation loss; at least one where there are five or more. */
      validation: z.number().min(0).max(0.5).default(0.1),
    })
    .prefault({}),
  model: z
    .strictObject({
      channels: z.array(count).min(1).default([16, 32, 64]),
      numResBlocks: z.union([count, z.array(count)]).default(1),
      attentionLevels: z.array(z.boolean()).default([false, false, true]),
      numHeadChannels: z.union([count, z.array(count)]).default(32),
      normNumGroups: count.default(8),
      normEps: z.number().positive().optional(),
      resblockUpdown: z.boolean().optional(),
      /** Channels are 1, and one more for each covariate where covariates are channels. */
      inChannels: count.optional(),
      withConditioning: z.boolean().optional(),
      crossAttentionDim: count.optional(),
      transformerNumLayers: count.optional(),
      includeFc: z.boolean().optional(),
      useCombinedLinear: z.boolean().optional(),
      /** Where the condition's covariates enter; how many there are, and how many classes, `condition` says. */
      covariatesAs: z.union([covariateUse, z.array(covariateUse)]).optional(),
    })
    .prefault({}),
  schedule: z
    .strictObject({
      kind: z.enum(['linear', 'scaled_linear', 'sigmoid', 'cosine', 'flow']).default('scaled_linear'),
      steps: count.default(1000),
      betaStart: z.number().positive().default(0.0005),
      betaEnd: z.number().positive().default(0.0195),
      /** Above 1 there is less noise at every time, as small grids need. */
      snrShift: z.number().positive().default(1),
      /** Of a flow: above 1 more noise at the times that are trained and sampled, as large grids need. */
      timestepShift: z.number().positive().default(1),
      /** Rescaled so that the last time is pure noise; needs v or sample prediction. A flow ends so by itself. */
      zeroTerminalSnr: z.boolean().default(true),
      predictionType: z.enum(predictionTypes as [PredictionType, ...PredictionType[]]).default('sample'),
    })
    .refine(
      ({ kind, zeroTerminalSnr, predictionType }) =>
        predictionType !== 'epsilon' || !(kind === 'flow' || zeroTerminalSnr),
      {
        path: ['predictionType'],
        message: 'expected sample, v or flow where the schedule ends in pure noise (kind flow, or zeroTerminalSnr)',
      },
    )
    .refine(({ kind, timestepShift }) => kind === 'flow' || timestepShift === 1, {
      path: ['timestepShift'],
      message: 'expected 1 unless kind is flow; snrShift moves the other schedules',
    })
    .prefault({}),
  /** What the network is told of each volume: columns of participants.tsv or measures of preprocessing. Nothing by default. */
  condition: z
    .strictObject({
      /** Numbers such as age, or columns of two kinds such as sex. */
      covariates: z.array(z.string()).default([]),
      /** One column of kinds, such as group. */
      classes: z.string().optional(),
      /** The share of samples that the network is not told the condition of, so that sampling can be guided. */
      dropout: z.number().min(0).lt(1).default(0.1),
    })
    .refine(({ covariates, classes }) => covariates.length > 0 || classes !== undefined, {
      message: 'expected covariates or classes',
    })
    .optional(),
  training: z
    .strictObject({
      steps: count.default(900),
      batchSize: count.default(1),
      /** Volumes of a batch that go through the network together; all by default. Fewer need less memory, for the same step. */
      microBatchSize: count.optional(),
      /** Computes the network's blocks again on the way back instead of keeping them: less memory, more time, equal results. */
      gradientCheckpointing: z.boolean().default(false),
      learningRate: z.number().positive().default(1e-3),
      /** Steps over which the learning rate rises from zero. */
      warmUp: z.int().min(0).default(20),
      /** Gradients are scaled down to this norm where they exceed it. */
      clipNorm: z.number().positive().default(1),
      /** How much an error counts at each time of the schedule. */
      lossWeight: z.enum(Object.keys(lossWeights) as (keyof typeof lossWeights)[]).default('uniform'),
      /** Which times of the schedule are trained at. */
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
    })
    .prefault({}),
  sampling: z
    .strictObject({
      scheduler: z.string().default('ddim'),
      steps: count.default(40),
      count: count.default(8),
      /** Sampling batch: volumes made at once. */
      batchSize: count.default(1),
      /** Of ddim: how much of each step's noise is drawn anew. */
      eta: z.number().min(0).max(1).optional(),
      /** Of ddpm: the variance of a step; a model that learnt variances brings its own. */
      variance: z.enum(['fixed_small', 'fixed_large']).optional(),
      /** Scales the predicted volume into its range where it would be cut off, as strong guidance needs. */
      thresholding: z
        .strictObject({ percentile: z.number().min(0).max(100).default(99.5), maximum: z.number().min(1).optional() })
        .optional(),
    })
    .prefault({}),
  evaluation: z
    .strictObject({
      metrics: z.array(z.string()).optional(),
      /** Bootstrap resamples behind every interval. */
      resamples: count.default(1000),
      confidence: z.number().gt(0).lt(1).default(0.95),
    })
    .prefault({}),
});

export type RunConfig = z.infer<typeof runConfigSchema>;

/** @throws Failure naming the field, what was expected and what was found */
export function checkConfig(value: unknown, source: string): RunConfig {
  const result = runConfigSchema.safeParse(value ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue!.path.join('.') || 'top level';
  const found = issue!.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  throw new Failure(`${source}: ${field}: ${issue!.message}, found ${JSON.stringify(found)}`);
}

export async function readConfig(path: string): Promise<RunConfig> {
  let value: unknown;
  try {
    value = parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code) throw error;
    throw new Failure(`${path}: expected YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  return checkConfig(value, path);
}

export const formatConfig = (config: RunConfig): string => stringify(config);
