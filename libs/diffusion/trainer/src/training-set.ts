import type { Conditions } from '@braingen/engine';
import { createRandom, elementCount } from '@braingen/volume';

/** Volumes that are asked for one by one: in memory, or read from a disk when it is their turn. */
export interface VolumeSource {
  /** How many. */
  readonly length: number;
  /** The numbers of one; they are not written to, and may be asked for again. */
  volume(index: number): Float32Array | Promise<Float32Array>;
}

/** Volumes in memory. */
export const inMemory = (volumes: readonly Float32Array[]): VolumeSource => ({
  length: volumes.length,
  volume: (index) => volumes[index],
});

/** What is made of a volume: at once where it is in memory, otherwise when it has been read. */
export function whenRead<T>(
  volume: Float32Array | Promise<Float32Array>,
  make: (volume: Float32Array) => T,
): T | Promise<T> {
  return volume instanceof Promise ? volume.then(make) : make(volume);
}

/** Volumes to train on, all of one grid, in the order of `shape` and scaled to [-1, 1], and what is known of them. */
export interface TrainingSet<C = never> extends VolumeSource {
  /** Of each volume: [d, h, w, c]. */
  readonly shape: readonly [number, number, number, number];
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
  return { ...inMemory(volumes), shape, conditions };
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
