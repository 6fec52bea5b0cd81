import { predictionTypes, type PredictionType, type ScheduleKind, type ScheduleSettings } from '@braingen/scheduler';
import { z } from 'zod';

/** The forward process and what the network predicts. */
export interface ScheduleConfig {
  readonly kind: ScheduleKind;
  /** T, the number of times. */
  readonly steps: number;
  readonly betaStart: number;
  readonly betaEnd: number;
  /** Above 1 there is less noise at every time, as small grids need. */
  readonly snrShift: number;
  /** Of a flow: above 1 more noise at the times that are trained and sampled, as large grids need. */
  readonly timestepShift: number;
  /** Rescaled so that the last time is pure noise; needs v or sample prediction. A flow ends so by itself. */
  readonly zeroTerminalSnr: boolean;
  readonly predictionType: PredictionType;
}

export const predictionTypeSchema: z.ZodType<PredictionType> = z.enum(
  predictionTypes as [PredictionType, ...PredictionType[]],
);
const kinds: z.ZodType<ScheduleKind> = z.enum(['linear', 'scaled_linear', 'sigmoid', 'cosine', 'flow']);

export const scheduleSchema: z.ZodType<ScheduleConfig> = z
  .strictObject({
    kind: kinds.default('scaled_linear'),
    steps: z.int().min(1).default(1000),
    betaStart: z.number().positive().default(0.0005),
    betaEnd: z.number().positive().default(0.0195),
    snrShift: z.number().positive().default(1),
    timestepShift: z.number().positive().default(1),
    zeroTerminalSnr: z.boolean().default(true),
    predictionType: predictionTypeSchema.default('sample'),
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
    message: 'expected 1 unless kind is flow (snrShift moves the other schedules)',
  })
  .prefault({});

const positive = z.number().positive().optional();

/** The schedule as a checkpoint records it: what `createSchedule` takes. */
export const scheduleSettingsSchema: z.ZodType<ScheduleSettings> = z.object({
  kind: kinds.optional(),
  steps: z.int().min(1).optional(),
  betaStart: positive,
  betaEnd: positive,
  snrShift: positive,
  timestepShift: positive,
  zeroTerminalSnr: z.boolean().optional(),
});
