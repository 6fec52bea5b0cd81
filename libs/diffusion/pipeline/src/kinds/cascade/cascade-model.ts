import type { Augmentation, Stage, StageNetwork } from '@braingen/cascade';
import type { Shape3 } from '@braingen/volume';
import { z } from 'zod';

/** A stage of the cascade, and what of its training is its own. */
export interface CascadeStage {
  readonly kind: Stage['kind'];
  /** Halvings between the finest grid and the stage's. */
  readonly level: number;
  /** Its part of `training.steps`, in proportion to those of the others. */
  readonly share: number;
  readonly network: StageNetwork;
  readonly jitter: number;
  /** Sampling begins at this noise level. @default the schedule's own end */
  readonly sigmaMax?: number | undefined;
  /** Of ln sigma in training. */
  readonly noise: { readonly mean: number; readonly deviation: number };
  readonly augmentation: Augmentation;
  readonly variations?: number | undefined;
  readonly crop?: Shape3 | undefined;
}

/** The `model` section of kind 'cascade'. */
export interface CascadeModel {
  readonly kind: 'cascade';
  /** Halvings between the volumes and the Gaussian model's grid; 0 where they share it, and there are no details to draw. */
  readonly halvings: number;
  /** Whether the Gaussian model also learns from mirror images. */
  readonly mirror: boolean;
  /** In the order in which they are trained. */
  readonly stages: readonly CascadeStage[];
}

const count = z.int().min(1);
const side = z.tuple([count, count, count]);
const amount = z.number().min(0).optional();
const perLevel = z.union([count, z.array(count)]);

const networkSchema: z.ZodType<StageNetwork> = z
  .strictObject({
    channels: z.array(count).min(1).default([32, 64]),
    numResBlocks: perLevel.default(1),
    attentionLevels: z.array(z.boolean()).optional(),
    middleAttention: z.boolean().optional(),
    numHeadChannels: perLevel.optional(),
    normNumGroups: count.default(8),
  })
  .prefault({});

const stageSchema: z.ZodType<CascadeStage> = z.strictObject({
  kind: z.enum(['coarse', 'details', 'refine']),
  level: z.int().min(0),
  share: z.number().positive().default(1),
  network: networkSchema,
  jitter: z.number().min(0).default(0.15),
  sigmaMax: z.number().positive().optional(),
  noise: z.strictObject({ mean: z.number().default(-0.3), deviation: z.number().positive().default(1.3) }).prefault({}),
  augmentation: z
    .strictObject({
      mirror: z.boolean().optional(),
      shift: z.int().min(0).optional(),
      rotation: amount,
      zoom: z.number().min(0).lt(1).optional(),
      warp: amount,
      gain: z.number().min(0).lt(1).optional(),
    })
    .default({ mirror: true, shift: 2, gain: 0.03 }),
  variations: count.optional(),
  crop: side.optional(),
});

/**
 * By default one halving: a stage that makes brains of the Gaussian model's draws, the details of the finest grid, and a stage that takes
 * their grain off. All are local.
 */
export const cascadeModelSchema: z.ZodType<CascadeModel> = z
  .strictObject({
    kind: z.literal('cascade'),
    halvings: z.int().min(0).default(1),
    mirror: z.boolean().default(true),
    stages: z.array(stageSchema).default([
      stageSchema.parse({
        kind: 'refine',
        level: 1,
        share: 3,
        network: { numResBlocks: [1, 2], middleAttention: false },
        jitter: 0,
        sigmaMax: 1.5,
        noise: { mean: -1.3, deviation: 0.9 },
        augmentation: { mirror: true, shift: 4, rotation: 1, zoom: 0.015, warp: 1, gain: 0.02 },
        variations: 24,
      }),
      stageSchema.parse({
        kind: 'details',
        level: 1,
        network: { middleAttention: false },
        augmentation: { mirror: true, shift: 4, gain: 0.02 },
      }),
      stageSchema.parse({
        kind: 'refine',
        level: 0,
        network: { channels: [16, 32], numResBlocks: 2, middleAttention: false },
        jitter: 0,
        sigmaMax: 0.5,
        noise: { mean: -1.6, deviation: 0.8 },
        augmentation: { mirror: true, shift: 4, rotation: 1, zoom: 0.015, warp: 1, gain: 0.02 },
        variations: 8,
      }),
    ]),
  })
  .refine(
    ({ stages, halvings }) => stages.every(({ kind, level }) => level <= halvings && (kind !== 'details' || level > 0)),
    {
      path: ['stages'],
      message: 'expected levels of at most halvings, and of details at least 1',
    },
  )
  .refine(({ stages, halvings }) => stages.every(({ kind, level }) => kind !== 'coarse' || level === halvings), {
    path: ['stages'],
    message: 'expected the coarse stage at level halvings',
  })
  .refine(({ stages }) => new Set(stages.map(({ kind, level }) => `${kind} ${level}`)).size === stages.length, {
    path: ['stages'],
    message: 'expected stages that differ in kind or level',
  });
