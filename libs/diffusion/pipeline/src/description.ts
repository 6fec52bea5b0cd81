import type { Affine, Grid, Shape3 } from '@braingen/volume';
import { z } from 'zod';
import { conditioningSchema, type Conditioning } from './conditions/conditioning.ts';
import { check } from './config/check.ts';
import { intensityRangeSchema } from './config/data-config.ts';
import { recordedSamplingSchema, type SamplingConfig } from './config/sampling-config.ts';

/** Who was trained on and who was held out. */
export interface TrainingRecord {
  /** Names of the volumes. */
  readonly subjects?: readonly string[] | undefined;
  readonly heldOut?: readonly string[] | undefined;
  /** The participants that those volumes are of. */
  readonly participants?: { readonly training: readonly string[]; readonly heldOut: readonly string[] } | undefined;
}

/** What the checkpoints of all kinds of model say of themselves, as plain JSON. */
export interface CheckpointDescription {
  /** The kind of the model, `model.kind` of the configuration. */
  readonly kind: string;
  /** Optimiser steps taken. */
  readonly step: number;
  /** What the network is conditioned on; nothing without it. */
  readonly conditioning?: Conditioning | undefined;
  /** Seed of the whole training. */
  readonly seed: number | string;
  /** The intensities of the volumes that the network sees as -1 and 1: [lowest, highest]. */
  readonly intensityRange: readonly [number, number];
  /** Grid of the volumes: voxels along x, y, z, and the affine from voxels to RAS millimetres. */
  readonly grid: Grid;
  /** What trained it: name, device and versions. */
  readonly engine: Readonly<Record<string, unknown>>;
  /** How the run samples; older checkpoints do not say. */
  readonly sampling?: SamplingConfig | undefined;
  /** What it was trained on, and anything else worth knowing. */
  readonly training?: (TrainingRecord & Readonly<Record<string, unknown>>) | undefined;
}

const shape: z.ZodType<Shape3> = z.tuple([z.int().min(1), z.int().min(1), z.int().min(1)]);
const row = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const affine: z.ZodType<Affine> = z.tuple([row, row, row, row]);
const names = z.array(z.string());
const training: z.ZodType<NonNullable<CheckpointDescription['training']>> = z.looseObject({
  subjects: names.optional(),
  heldOut: names.optional(),
  participants: z.object({ training: names, heldOut: names }).optional(),
});

/** The fields of every kind, for the kinds' own schemas to take in. */
export const descriptionFields: {
  readonly [K in Exclude<keyof CheckpointDescription, 'kind'>]-?: z.ZodType<CheckpointDescription[K]>;
} = {
  step: z.int().min(0),
  conditioning: conditioningSchema.optional(),
  seed: z.union([z.number(), z.string()]),
  intensityRange: intensityRangeSchema,
  grid: z.object({ shape, affine }),
  engine: z.record(z.string(), z.unknown()),
  sampling: recordedSamplingSchema.optional(),
  training: training.optional(),
};

const schema: z.ZodType<CheckpointDescription> = z.object({ ...descriptionFields, kind: z.string().default('unet') });

/** The part of a description that all kinds share. @throws PipelineError of kind 'checkpoint' naming the field */
export const checkDescription = (json: unknown, source: string): CheckpointDescription =>
  check(schema, json, source, 'checkpoint');

/** What the file of weights that a checkpoint was made of did not contain, and was taken by default; in words. */
export function assumptionsOf({ training }: Pick<CheckpointDescription, 'training'>): string[] {
  const assumed = training?.['assumed'];
  return Array.isArray(assumed) ? assumed.map(String) : [];
}
