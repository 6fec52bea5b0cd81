import { readFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { Failure } from '../failure.ts';

const count = z.int().min(1);
const shape3 = z.tuple([count, count, count]);

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
    })
    .prefault({}),
  schedule: z
    .strictObject({
      kind: z.enum(['linear', 'scaled_linear', 'sigmoid', 'cosine']).default('scaled_linear'),
      steps: count.default(1000),
      betaStart: z.number().positive().default(0.0005),
      betaEnd: z.number().positive().default(0.0195),
      /** Above 1 there is less noise at every time, as small grids need. */
      snrShift: z.number().positive().default(1),
      /** Rescaled so that the last time is pure noise; needs v or sample prediction. */
      zeroTerminalSnr: z.boolean().default(true),
      predictionType: z.enum(['epsilon', 'sample', 'v']).default('sample'),
    })
    .prefault({}),
  training: z
    .strictObject({
      steps: count.default(900),
      batchSize: count.default(1),
      learningRate: z.number().positive().default(1e-3),
      /** Steps over which the learning rate rises from zero. */
      warmUp: z.int().min(0).default(20),
      /** Gradients are scaled down to this norm where they exceed it. */
      clipNorm: z.number().positive().default(1),
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
