import { createRandom, quantile, type Shape3 } from '@braingen/volume';
import type { CascadeBase } from './cascade-base.ts';
import { fitCovariates } from './gaussian/covariate-model.ts';
import { fitGaussian } from './gaussian/fit-gaussian.ts';
import { coarsen } from './pyramid/coarsen.ts';
import { measureScales } from './pyramid/scales.ts';
import { findWindow, takeWindow } from './pyramid/window.ts';
import { vary } from './augment/vary.ts';
import type { StageData } from './stage/stage-set.ts';

/** How a cascade is begun. */
export interface BaseOptions {
  /** Halvings between the volumes and the Gaussian model's grid; 0 where they share it. @default 1 */
  readonly halvings?: number | undefined;
  /** Whether the Gaussian model also learns from mirror images, left and right. @default true */
  readonly mirror?: boolean | undefined;
  /**
   * Another cascade's base: its window and scales are kept, so that its stages can be trained on, and the Gaussian model pools its
   * covariance with that of the volumes.
   * @default none
   */
  readonly from?: CascadeBase | undefined;
  /** What is known of the person of each volume, scaled to 0 .. 1, -1 where unknown. @default nothing */
  readonly covariates?: readonly (readonly number[])[] | undefined;
}

/** Volumes as the stages of a cascade see them. @param volumes on the cascade's grid, each [d, h, w] */
export function dataOf(
  volumes: readonly Float32Array[],
  { window, scales }: Pick<CascadeBase, 'window' | 'scales'>,
): StageData {
  return { volumes: volumes.map((volume) => takeWindow(volume, window)), shape: window.shape, scales };
}

/**
 * All of a cascade that needs no training: its window, scales and Gaussian model, in seconds.
 *
 * @param volumes of the people to learn from, on one grid, each [d, h, w]
 */
export function fitBase(
  volumes: readonly Float32Array[],
  grid: Shape3,
  { from, mirror = true, covariates = [], ...options }: BaseOptions = {},
): { readonly base: CascadeBase; readonly data: StageData } {
  const halvings = from ? from.scales.length - 1 : (options.halvings ?? 1);
  // The coarse stage takes blocks of two voxels, and every network halves its grid once more.
  const window = from?.window ?? findWindow(volumes, grid, 2 ** (halvings + 2));
  const { shape } = window;
  const taken = volumes.map((volume) => takeWindow(volume, window));
  const scales = from?.scales ?? measureScales(taken, shape, halvings);
  const { mean, deviation } = scales[halvings];
  const scaled = (volume: Float32Array): Float32Array =>
    coarsen(volume, shape, halvings).map((value) => (value - mean) / deviation);
  const mirrored = mirror ? taken.map((volume) => mirrorImage(volume, shape)) : [];
  const people = taken.map((_, i) => i);
  const own = taken.map(scaled);
  const reflected = mirrored.map(scaled);
  const gaussian = fitGaussian([...own, ...reflected], {
    groups: mirror ? [...people, ...people] : people,
    others: from?.gaussian,
  });
  // Which side is which says nothing of a person.
  const sideless = own.map((volume, i) =>
    mirror ? volume.map((value, at) => (value + reflected[i][at]) / 2) : volume,
  );
  const known = fitCovariates(gaussian, sideless, covariates);
  return {
    base: {
      window,
      scales,
      gaussian,
      ...(known && { covariates: known }),
      backgroundLimit: from?.backgroundLimit ?? backgroundLimit(taken),
    },
    data: { volumes: taken, shape, scales },
  };
}

function mirrorImage(volume: Float32Array, shape: Shape3): Float32Array {
  const none = [0, 0, 0] as const;
  const random = createRandom(0);
  return vary(volume, shape, { mirrored: true, shift: none, rotation: none, zoom: none, warp: 0, gain: 0, random });
}

/** Of what is not background, values below this share of the mean are traces that resampling leaves around a head. */
const traces = 0.1;

/** Darker than all but the darkest hundredth of what is neither background nor a trace of resampling in the volumes. */
function backgroundLimit(volumes: readonly Float32Array[]): number {
  return Math.min(
    ...volumes.map((volume) => {
      const content = volume.filter((value) => value !== 0);
      const least = (traces * content.reduce((sum, value) => sum + value, 0)) / content.length;
      return quantile(
        content.filter((value) => value > least),
        0.01,
      );
    }),
  );
}
