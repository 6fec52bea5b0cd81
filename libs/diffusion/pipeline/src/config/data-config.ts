import type { Shape3 } from '@braingen/volume';
import { z } from 'zod';

/** The data set on the network's grid. */
export interface DataConfig {
  /** The network's grid: volumes are resized to it. */
  readonly shape: Shape3;
  /** The share of participants held out for the validation loss; at least one where there are five or more. */
  readonly validation: number;
}

const side = z.int().min(1);

export const dataSchema: z.ZodType<DataConfig> = z
  .strictObject({
    shape: z.tuple([side, side, side]).default([32, 48, 32]),
    validation: z.number().min(0).max(0.5).default(0.1),
  })
  .prefault({});

/** [lowest, highest] */
export const intensityRangeSchema: z.ZodType<readonly [number, number]> = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => high > low, 'expected the lower number first');
