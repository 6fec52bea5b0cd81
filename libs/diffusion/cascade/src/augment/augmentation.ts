import type { Random, Shape3 } from '@braingen/volume';

/**
 * How training volumes are varied. Every amount is the most that is drawn, uniformly from minus to plus it, unless said
 * otherwise. What was drawn is told to the network, and told as nothing in sampling, so that samples show none of it (Karras et
 * al. 2020, appendix D; 2022, appendix F.2, "augmentation regularisation").
 */
export interface Augmentation {
  /** Mirror images, left and right: half of the time. @default false */
  readonly mirror?: boolean | undefined;
  /** Whole voxels along each axis. Nothing is interpolated, and the network is told by its coordinates. @default 0 */
  readonly shift?: number | undefined;
  /** Degrees about each axis. @default 0 */
  readonly rotation?: number | undefined;
  /** Share of the size along each axis. @default 0 */
  readonly zoom?: number | undefined;
  /** Standard deviation in voxels of a smooth displacement. @default 0 */
  readonly warp?: number | undefined;
  /** Share of the intensity above background. @default 0 */
  readonly gain?: number | undefined;
}

/** One variation. */
export interface Variation {
  readonly mirrored: boolean;
  readonly shift: Shape3;
  readonly rotation: Shape3;
  readonly zoom: Shape3;
  /** Standard deviation of the displacement, and where it comes from. */
  readonly warp: number;
  readonly random: Random;
  readonly gain: number;
}

/** Numbers that tell a variation. */
export const variationLabels = 9;

/** A variation at random. */
export function drawVariation(augmentation: Augmentation, random: Random): Variation {
  const { mirror = false, shift = 0, rotation = 0, zoom = 0, warp = 0, gain = 0 } = augmentation;
  const within = (most: number): number => (2 * random.uniform() - 1) * most;
  const each = (draw: () => number): Shape3 => [draw(), draw(), draw()];
  return {
    mirrored: random.uniform() < 0.5 && mirror,
    shift: each(() => (shift > 0 ? random.integer(2 * shift + 1) - shift : 0)),
    rotation: each(() => within(rotation)),
    zoom: each(() => within(zoom)),
    warp: random.uniform() * warp,
    gain: within(gain),
    random: random.fork('warp'),
  };
}

/** What the network is told: numbers of about unit size, all 0 where nothing was changed. */
export function describeVariation(variation: Variation, augmentation: Augmentation): number[] {
  const { mirrored, rotation, zoom, warp, gain } = variation;
  const share = (value: number, most: number | undefined): number => (most ? value / most : 0);
  return [
    Number(mirrored),
    ...rotation.map((value) => share(value, augmentation.rotation)),
    ...zoom.map((value) => share(value, augmentation.zoom)),
    share(warp, augmentation.warp),
    share(gain, augmentation.gain),
  ];
}

/** Of a volume as it is. */
export const noVariation: readonly number[] = Array.from({ length: variationLabels }, () => 0);
