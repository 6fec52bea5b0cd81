import { z } from 'zod';
import { check } from '../../config/check.ts';
import { descriptionFields, type CheckpointDescription } from '../../description.ts';

/** What a checkpoint of kind 'cascade' says of itself, beside `cascade.json`. */
export interface CascadeCheckpointDescription extends CheckpointDescription {
  readonly kind: 'cascade';
  /** Optimiser steps of each stage, by its name. */
  readonly stageSteps: Readonly<Record<string, number>>;
}

const schema: z.ZodType<CascadeCheckpointDescription> = z.object({
  ...descriptionFields,
  kind: z.literal('cascade'),
  stageSteps: z.record(z.string(), z.int().min(0)),
});

/** @throws PipelineError of kind 'checkpoint' naming the field */
export const checkCascadeDescription = (value: unknown, source: string): CascadeCheckpointDescription =>
  check(schema, value, source, 'checkpoint');
