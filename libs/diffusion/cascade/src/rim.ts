import type { VolumeSource } from '@braingen/trainer';
import type { Shape3 } from '@braingen/volume';
import { headMask } from './background.ts';
import { evenly } from './evenly.ts';
import { coarsen, coarseShape } from './pyramid/coarsen.ts';

/**
 * How much of a head is dark rim, such as the fluid at a brain's edge. A network leaves a haze around a head, and no one intensity
 * divides it from the rim: in scans the rim is as faint as the haze, in simulated heads it begins far above. The surface of what is
 * brighter is sharp in both.
 */
export interface Rim {
  /** Two fifths of what is bright in heads: where their surface is looked for. */
  readonly surface: number;
  /** Voxels of heads by those within that surface, at least 1. */
  readonly ratio: number;
}

/** Of what is bright: below a half, for the darker the surface the steadier the ratio. */
const surfaceShare = 0.4;
/** Of what is bright: what is darker, around a head, is a trace of resampling. */
const traces = 0.01;
/** The ratio differs by 1 % from person to person. */
const mostPeople = 64;
/** Each makes the limit twice as exact. */
const bisections = 12;

/**
 * The rims of heads at the size of the volumes, at half of it, and so on.
 *
 * @param volumes of the people to learn from, [d, h, w], the background 0; each is asked for twice
 */
export async function measureRims({ length, volume }: VolumeSource, shape: Shape3, halvings: number): Promise<Rim[]> {
  const people = evenly(length, mostPeople);
  const levels = Array.from({ length: halvings + 1 }, (_, level) => ({
    size: coarseShape(shape, level),
    coarsened: (head: Float32Array): Float32Array => coarsen(head, shape, level),
    ...{ sum: 0, squares: 0, bright: 0, all: 0, within: 0 },
  }));
  for (const person of people) {
    const head = await volume(person);
    for (const level of levels) {
      for (const value of level.coarsened(head)) {
        level.sum += value;
        level.squares += value ** 2;
      }
    }
  }
  // Each intensity weighed by itself: what is dark does not count, however much of it there is.
  for (const level of levels) level.bright = level.sum > 0 ? level.squares / level.sum : 0;
  for (const person of people) {
    const head = await volume(person);
    for (const level of levels) {
      const coarse = level.coarsened(head);
      level.all += headSize(coarse, level.size, traces * level.bright);
      level.within += headSize(coarse, level.size, surfaceShare * level.bright);
    }
  }
  return levels.map(({ bright, all, within }) => ({
    surface: surfaceShare * bright,
    ratio: within > 0 ? all / within : 1,
  }));
}

/**
 * The intensity up to which what surrounds a head is background, so that the head has the rim that heads have.
 *
 * @param volume [d, h, w], with haze around the head
 */
export function limitOfBackground(volume: Float32Array, shape: Shape3, { surface, ratio }: Rim): number {
  let [low, high] = [0, surface].map((limit) => ({ limit, size: headSize(volume, shape, limit) }));
  const wanted = ratio * high.size;
  for (let i = 0; i < bisections; i++) {
    const limit = (low.limit + high.limit) / 2;
    const middle = { limit, size: headSize(volume, shape, limit) };
    if (middle.size > wanted) low = middle;
    else high = middle;
  }
  // A rim of one intensity goes or stays as a whole.
  return low.size - wanted < wanted - high.size ? low.limit : high.limit;
}

const headSize = (volume: Float32Array, shape: Shape3, limit: number): number =>
  headMask(volume, shape, limit).reduce((size, inside) => size + inside, 0);
