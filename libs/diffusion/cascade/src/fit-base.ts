import { whenRead, type VolumeSource } from '@braingen/trainer';
import { createRandom, elementCount, type Shape3 } from '@braingen/volume';
import type { CascadeBase } from './cascade-base.ts';
import { evenly } from './evenly.ts';
import { fitCovariates } from './gaussian/covariate-model.ts';
import { fitGaussian } from './gaussian/fit-gaussian.ts';
import { coarsen, coarseShape } from './pyramid/coarsen.ts';
import { measureScales, scaled } from './pyramid/scales.ts';
import { findWindow, takeWindow, type Window } from './pyramid/window.ts';
import { measureRims } from './rim.ts';
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
export function dataOf(volumes: VolumeSource, { window, scales }: Pick<CascadeBase, 'window' | 'scales'>): StageData {
  return { volumes: windowed(volumes, window), shape: window.shape, scales };
}

/**
 * All of a cascade that needs no training: its window, scales and Gaussian model, in seconds to minutes. Volumes are asked for one at a
 * time; window and scales come from all of them, the Gaussian model from at most 512 coarse volumes of 256 MB together, mirror
 * images counted, of people taken evenly.
 *
 * @param volumes of the people to learn from, on one grid, each [d, h, w]
 */
export async function fitBase(
  volumes: VolumeSource,
  grid: Shape3,
  { from, mirror = true, covariates = [], ...options }: BaseOptions = {},
): Promise<{ readonly base: CascadeBase; readonly data: StageData }> {
  const halvings = from ? from.scales.length - 1 : (options.halvings ?? 1);
  // The coarse stage takes blocks of two voxels, and every network halves its grid once more.
  const window = from?.window ?? (await findWindow(volumes, grid, 2 ** (halvings + 2)));
  const { shape } = window;
  const taken = windowed(volumes, window);
  const scales = from?.scales ?? (await measureScales(taken, shape, halvings));
  const asModelled = (volume: Float32Array): Float32Array => scaled(coarsen(volume, shape, halvings), scales[halvings]);
  const views = [asModelled, ...(mirror ? [(volume: Float32Array) => asModelled(mirrorImage(volume, shape))] : [])];
  const coarse: Float32Array[][] = [];
  const people = evenly(volumes.length, mostPeople(elementCount(coarseShape(shape, halvings)), mirror));
  for (const person of people) {
    const volume = await taken.volume(person);
    coarse.push(views.map((view) => view(volume)));
  }
  const gaussian = fitGaussian(
    views.flatMap((_, view) => coarse.map((each) => each[view])),
    { groups: views.flatMap(() => people), others: from?.gaussian },
  );
  // Which side is which says nothing of a person.
  const sideless = (): Float32Array[] =>
    coarse.map(([own, reflected]) => (mirror ? own.map((value, at) => (value + reflected[at]) / 2) : own));
  const known =
    covariates.length > 0 &&
    fitCovariates(
      gaussian,
      sideless(),
      people.map((each) => covariates[each]),
    );
  return {
    base: {
      window,
      scales,
      gaussian,
      ...(known && { covariates: known }),
      rims: await measureRims(taken, shape, halvings),
    },
    data: { volumes: taken, shape, scales },
  };
}

const windowed = (volumes: VolumeSource, window: Window): VolumeSource => ({
  length: volumes.length,
  volume: (index) => whenRead(volumes.volume(index), (volume) => takeWindow(volume, window)),
});

/** A Gaussian model's cost grows with the cube of the volumes, and its memory holds several copies of them. */
const mostVolumes = 512;
const mostBytes = 2 ** 28;

function mostPeople(voxels: number, mirror: boolean): number {
  const volumes = Math.min(mostVolumes, Math.floor(mostBytes / (4 * voxels)));
  return Math.max(2, Math.floor(volumes / (mirror ? 2 : 1)));
}

function mirrorImage(volume: Float32Array, shape: Shape3): Float32Array {
  const none = [0, 0, 0] as const;
  const random = createRandom(0);
  return vary(volume, shape, { mirrored: true, shift: none, rotation: none, zoom: none, warp: 0, gain: 0, random });
}
