/**
 * Where continuous covariates enter. 'embedding': a small MLP adds them to the time embedding, at no cost and without
 * transformers (ours, MONAI has none). 'context': they are one token of the context, [n, 1, numCovariates]. 'channels': they
 * are constant input channels, the last ones. Context and channels together are the hybrid of Pinaya et al. 2022 (Brain
 * Imaging Generation with Latent Diffusion Models), and add no parameter that MONAI's network has not.
 */
export type CovariateUse = 'embedding' | 'context' | 'channels';

/**
 * The shape of the network, with MONAI's names for DiffusionModelUNet (there in snake_case). `numCovariates` and
 * `covariatesAs` are ours.
 */
export interface UNetConfig {
  /** Channels of the input, conditioning channels and covariates as channels included. @default 1 */
  readonly inChannels?: number | undefined;
  /** Channels of the output. @default 1 */
  readonly outChannels?: number | undefined;
  /** Channels of each level, the finest first. Every level but the last halves the grid. */
  readonly channels: readonly number[];
  /** Residual blocks of each level, or one number for all. Upwards there is one more. @default 2 */
  readonly numResBlocks?: number | readonly number[] | undefined;
  /** Which levels attend to the whole grid. The middle block does too, unless `middleAttention` is false. @default none */
  readonly attentionLevels?: readonly boolean[] | undefined;
  /**
   * Whether the middle block attends to the whole grid. Without it (ours, MONAI always attends) and without attentionLevels the
   * network is local: what it draws at a voxel depends on its neighbourhood, so that it can be trained on crops and sampled on
   * whole volumes.
   * @default true, as in MONAI
   */
  readonly middleAttention?: boolean | undefined;
  /** Channels of one attention head, for each level or for all. @default a single head */
  readonly numHeadChannels?: number | readonly number[] | undefined;
  /** Groups of the group normalisations. @default 32 */
  readonly normNumGroups?: number | undefined;
  /** Added to the variance in group normalisations. @default 1e-6 */
  readonly normEps?: number | undefined;
  /** Residual blocks halve and double the grid, instead of a strided convolution and an upsampling. @default false */
  readonly resblockUpdown?: boolean | undefined;
  /** Transformers with cross-attention take the place of attention. Needs crossAttentionDim. @default false */
  readonly withConditioning?: boolean | undefined;
  /** Numbers in one token of the context. @default none */
  readonly crossAttentionDim?: number | undefined;
  /** Transformer layers in each of those places. @default 1 */
  readonly transformerNumLayers?: number | undefined;
  /** Self-attention ends with an output projection. @default true */
  readonly includeFc?: boolean | undefined;
  /** Queries, keys and values of self-attention come from one projection, `qkv`. @default false */
  readonly useCombinedLinear?: boolean | undefined;
  /** How many classes there are. @default none */
  readonly numClassEmbeds?: number | undefined;
  /** How many continuous covariates there are. @default none */
  readonly numCovariates?: number | undefined;
  /** Where covariates enter, in one place or several. @default 'embedding' */
  readonly covariatesAs?: CovariateUse | readonly CovariateUse[] | undefined;
}

/** The same with every default filled in and one entry for each level. */
export interface CompleteUNetConfig {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly channels: readonly number[];
  readonly numResBlocks: readonly number[];
  readonly attentionLevels: readonly boolean[];
  readonly middleAttention: boolean;
  readonly numHeadChannels: readonly number[];
  readonly normNumGroups: number;
  readonly normEps: number;
  readonly resblockUpdown: boolean;
  /** Set exactly where withConditioning is. */
  readonly crossAttentionDim: number | undefined;
  readonly transformerNumLayers: number;
  readonly includeFc: boolean;
  readonly useCombinedLinear: boolean;
  readonly numClassEmbeds: number | undefined;
  readonly numCovariates: number | undefined;
  readonly covariatesAs: readonly CovariateUse[];
}

/** The network of "Diffusion Models for Neuroimaging Data Augmentation" (J Med Syst 2025, doi 10.1007/s10916-025-02300-1) for
 * volumes of 84 x 128 x 84 voxels: 47,475,969 parameters in 268 tensors. */
export const paperConfig: UNetConfig = {
  inChannels: 1,
  outChannels: 1,
  channels: [128, 128, 256],
  numResBlocks: 2,
  attentionLevels: [false, false, true],
  numHeadChannels: 256,
  normNumGroups: 32,
  normEps: 1e-6,
};

/** Every side of the grid must be a multiple of this: one halving for each level but the last. */
export function gridMultiple(config: UNetConfig): number {
  return 2 ** (config.channels.length - 1);
}
