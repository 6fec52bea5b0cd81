import type { PredictionType, ScheduleSettings } from '@braingen/scheduler';
import { completeConfig, type UNetConfig } from '@braingen/unet3d';
import { z } from 'zod';
import { check } from '../../config/check.ts';
import { predictionTypeSchema, scheduleSettingsSchema } from '../../config/schedule-config.ts';
import { descriptionFields, type CheckpointDescription } from '../../description.ts';

/** What a checkpoint of kind 'unet' says of itself. */
export interface UNetDescription extends CheckpointDescription {
  readonly kind: 'unet';
  /** The network. */
  readonly model: UNetConfig;
  /** What `createSchedule` of @braingen/scheduler takes. */
  readonly schedule: ScheduleSettings;
  readonly predictionType: PredictionType;
}

const network: z.ZodType<UNetConfig> = z.custom<UNetConfig>().superRefine((value, context) => {
  try {
    completeConfig(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

const schema: z.ZodType<UNetDescription> = z.object({
  ...descriptionFields,
  // Checkpoints older than the kinds are of this one.
  kind: z.literal('unet').default('unet'),
  model: network,
  schedule: scheduleSettingsSchema,
  predictionType: predictionTypeSchema,
});

/** @throws PipelineError of kind 'checkpoint' naming the field */
export const checkUNetDescription = (value: unknown, source: string): UNetDescription =>
  check(schema, value, source, 'checkpoint');
