import type { VolumeSource } from '@braingen/trainer';
import type { Shape3 } from '@braingen/volume';
import { evenly } from './evenly.ts';
import { outside } from './flood.ts';
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
 * @param volumes of the people to learn from, [d, h, w], the background 0
 * @param halvings between the volumes and what is measured
 */
export async function measureRim({ length, volume }: VolumeSource, shape: Shape3, halvings = 0): Promise<Rim> {
  const heads = evenly(length, mostPeople).map(
    (person) => async (): Promise<Float32Array> => coarsen(await volume(person), shape, halvings),
  );
  const size = coarseShape(shape, halvings);
  let [sum, squares] = [0, 0];
  for (const head of heads) {
    for (const value of await head()) {
      sum += value;
      squares += value ** 2;
    }
  }
  // Each intensity weighed by itself: what is dark does not count, however much of it there is.
  const bright = sum > 0 ? squares / sum : 0;
  const surface = surfaceShare * bright;
  let [all, within] = [0, 0];
  for (const each of heads) {
    const head = await each();
    all += headSize(head, size, traces * bright);
    within += headSize(head, size, surface);
  }
  return { surface, ratio: within > 0 ? all / within : 1 };
}

/**
 * The intensity up to which what surrounds a head is background, so that the head has the rim that heads have.
 *
 * @param volume [d, h, w], with haze around the head
 */
export function limitOfBackground(volume: Float32Array, shape: Shape3, { surface, ratio }: Rim): number {
  const wanted = ratio * headSize(volume, shape, surface);
  let [low, high] = [0, surface].map((limit) => ({ limit, size: headSize(volume, shape, limit) }));
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
  outside(volume, shape, limit).reduce((size, label) => (label === 0 ? size + 1 : size), 0);
