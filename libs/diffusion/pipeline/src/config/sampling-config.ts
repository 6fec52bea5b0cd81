import type { DdpmVariance, Thresholding } from '@braingen/scheduler';
import { z } from 'zod';

/** How volumes are sampled from the model. It does not decide the weights. */
export interface SamplingConfig {
  /** A built-in scheduler's name, or the path of a module. */
  readonly scheduler: string;
  readonly steps: number;
  /** Volumes that a run ends with. */
  readonly count: number;
  /** Volumes sampled at once. */
  readonly batchSize: number;
  /** Of ddim: the share of each step's noise that is drawn anew. @default 0 */
  readonly eta?: number | undefined;
  /** Of ddpm: the variance of a step. @default 'fixed_small'; a model with learned variances brings its own */
  readonly variance?: DdpmVariance | undefined;
  /** Scales the predicted volume into its range where it would be clipped, as strong guidance needs. @default off */
  readonly thresholding?: Thresholding | undefined;
  /** Of a cascade: scale of its network's correction of the Gaussian model, as in `sampleCascade`. @default 1 */
  readonly autoguidance?: number | undefined;
}

const count = z.int().min(1);

/** As a checkpoint records it. */
export const recordedSamplingSchema: z.ZodType<SamplingConfig> = z.strictObject({
  scheduler: z.string().default('ddim'),
  steps: count.default(40),
  count: count.default(8),
  batchSize: count.default(1),
  eta: z.number().min(0).max(1).optional(),
  variance: z.enum(['fixed_small', 'fixed_large']).optional(),
  thresholding: z
    .strictObject({ percentile: z.number().min(0).max(100).default(99.5), maximum: z.number().min(1).optional() })
    .optional(),
  autoguidance: z.number().min(0).optional(),
});

export const samplingSchema: z.ZodType<SamplingConfig> = recordedSamplingSchema.prefault({});

/** The way of sampling where nobody says another. */
export const createSampling = (): SamplingConfig => samplingSchema.parse({});
