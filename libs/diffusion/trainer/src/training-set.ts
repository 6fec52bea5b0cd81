import type { Conditions } from '@braingen/engine';
import { createRandom, elementCount } from '@braingen/volume';

/** Volumes to train on, all of one grid, and what is known of them. */
export interface TrainingSet<C = never> {
  /** How many. */
  readonly length: number;
  /** Of each volume: [d, h, w, c]. */
  readonly shape: readonly [number, number, number, number];
  /** The numbers of one, in the order of `shape`, scaled to [-1, 1]. */
  volume(index: number): Float32Array | Promise<Float32Array>;
  /** The conditions of volumes, by their indices. @default nothing */
  readonly conditions?: Conditions<C> | undefined;
}

/** A training set in memory. @throws RangeError unless every volume fills the shape */
export function trainingSet<C = never>(
  volumes: readonly Float32Array[],
  shape: TrainingSet['shape'],
  conditions?: Conditions<C>,
): TrainingSet<C> {
  const size = elementCount(shape);
  volumes.forEach((volume, index) => {
    if (volume.length !== size)
      throw new RangeError(
        `training set: expected ${shape.join(' x ')} numbers in volume ${index}, found ${volume.length}`,
      );
  });
  return { length: volumes.length, shape, volume: (index) => volumes[index], conditions };
}

/**
 * Which volume the k-th sample of a training is: every epoch goes through all of them in a new order. The answer depends
 * on nothing but the arguments, so that a training can go on at any k.
 */
export function shuffled(length: number, seed: number | string): (k: number) => number {
  let epoch = -1;
  let order: number[] = [];
  return (k) => {
    const wanted = Math.floor(k / length);
    if (wanted !== epoch) {
      epoch = wanted;
      order = permutation(length, `${seed}/epoch ${epoch}`);
    }
    return order[k % length];
  };
}

/** Fisher and Yates's shuffle. */
function permutation(length: number, seed: string): number[] {
  const random = createRandom(seed);
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
