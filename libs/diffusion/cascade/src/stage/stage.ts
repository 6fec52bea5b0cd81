import type { ScheduleSettings } from '@braingen/scheduler';
import type { UNetConfig } from '@braingen/unet3d';
import type { Shape3 } from '@braingen/volume';
import { variationLabels } from '../augment/augmentation.ts';
import { blockVoxels } from '../pyramid/blocks.ts';
import { coarseShape } from '../pyramid/coarsen.ts';
import { detailBands } from '../pyramid/haar.ts';

/** What a stage is, as a checkpoint says it. */
export interface Stage {
  /**
   * 'coarse' takes draws of the Gaussian model on from where its own denoiser stops being enough, blocks of 2 x 2 x 2 voxels as
   * channels; 'details' draws what the volume of the stage before lacks at twice its size; 'refine' takes a volume that was drawn,
   * adds noise and takes it off again voxel by voxel, which leaves what is large and redraws what is small (Meng et al. 2022, SDEdit).
   */
  readonly kind: 'coarse' | 'details' | 'refine';
  /** Halvings between the finest grid and that of the volume: the one that is drawn or refined, or the one that details are added to. */
  readonly level: number;
  readonly network: StageNetwork;
  /** Noise levels it is trained and sampled at; it predicts 'v'. */
  readonly schedule: ScheduleSettings;
  /**
   * Most noise put on the coarse volume in training, in its standard deviations; how much it is, is told to the network (Ho et al. 2022,
   * Cascaded diffusion models, section 3.1, "noise conditioning augmentation").
   */
  readonly jitter: number;
  /** How many covariates the user gives, such as age. */
  readonly covariates: number;
}

/** The part of a network's configuration that is a matter of choice. */
export type StageNetwork = Pick<
  UNetConfig,
  'channels' | 'numResBlocks' | 'attentionLevels' | 'middleAttention' | 'numHeadChannels' | 'normNumGroups'
>;

/** As files and logs call a stage, such as "details-2"; no two of a cascade share it. */
export const stageName = ({ kind, level }: Pick<Stage, 'kind' | 'level'>): string => `${kind}-${level}`;

/** Channels that a stage's network draws. */
export const drawnChannels = ({ kind }: Pick<Stage, 'kind'>): number =>
  ({ coarse: blockVoxels, details: detailBands, refine: 1 })[kind];

/** Halvings between the finest grid and that of the numbers that a stage draws. */
export const drawnLevel = ({ kind, level }: Pick<Stage, 'kind' | 'level'>): number =>
  kind === 'details' ? level - 1 : level;

/**
 * Whether a stage takes on or refines draws of the Gaussian model, on that model's grid.
 *
 * @param halvings between the finest grid and that of the Gaussian model
 */
export const isOnGaussian = ({ kind, level }: Pick<Stage, 'kind' | 'level'>, halvings: number): boolean =>
  kind !== 'details' && level === halvings;

/** Positions that a stage's network works on. @param shape of the finest grid */
export const positions = ({ kind, level }: Stage, shape: Shape3): Shape3 =>
  coarseShape(shape, kind === 'coarse' ? level + 1 : level);

/** What a stage's network is told besides time and channels: jitter, variation, the user's covariates. */
export const toldNumbers = ({ covariates }: Pick<Stage, 'covariates'>): number => 1 + variationLabels + covariates;

/**
 * The whole configuration of a stage's network: noisy channels; three coordinates with, for details, the coarse volume before them;
 * for the coarse stage the Gaussian model's estimate of the clean channels.
 */
export function networkConfig(stage: Stage): UNetConfig {
  const drawn = drawnChannels(stage);
  return {
    ...stage.network,
    inChannels: drawn + 3 + { coarse: drawn, details: 1, refine: 0 }[stage.kind],
    outChannels: drawn,
    numCovariates: toldNumbers(stage),
  };
}

/** A shape with channels, as trainer and sampler want it. */
export const withChannels = (shape: Shape3, channels: number): readonly [number, number, number, number] => [
  ...shape,
  channels,
];
