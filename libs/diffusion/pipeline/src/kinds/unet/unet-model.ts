import type { UNetConfig } from '@braingen/unet3d';
import { z } from 'zod';

/** The `model` section of kind 'unet': the network's shape, with the names of `UNetConfig`. */
export interface UNetModel extends Omit<UNetConfig, 'numClassEmbeds' | 'numCovariates'> {
  readonly kind: 'unet';
}

const count = z.int().min(1);
const perLevel = z.union([count, z.array(count)]);
const covariateUse = z.enum(['embedding', 'context', 'channels']);

/** The defaults fit a CPU and minutes (the README of @braingen/trainer says why each). */
export const unetModelSchema: z.ZodType<UNetModel> = z.strictObject({
  kind: z.literal('unet').default('unet'),
  channels: z.array(count).min(1).default([16, 32, 64]),
  numResBlocks: perLevel.default(1),
  attentionLevels: z.array(z.boolean()).default([false, false, true]),
  numHeadChannels: perLevel.default(32),
  normNumGroups: count.default(8),
  normEps: z.number().positive().optional(),
  resblockUpdown: z.boolean().optional(),
  inChannels: count.optional(),
  outChannels: count.optional(),
  withConditioning: z.boolean().optional(),
  crossAttentionDim: count.optional(),
  transformerNumLayers: count.optional(),
  includeFc: z.boolean().optional(),
  useCombinedLinear: z.boolean().optional(),
  covariatesAs: z.union([covariateUse, z.array(covariateUse)]).optional(),
});
