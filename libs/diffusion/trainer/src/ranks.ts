import { BraingenError } from '@braingen/volume';

/**
 * Processes that train together, each with its share of every batch: all that the loop knows of them. Every rank calls the
 * same methods in the same order. `startMpi` of @braingen/distributed makes one.
 */
export interface Ranks {
  /** Which of them this is, from 0. */
  readonly rank: number;
  readonly size: number;
  /** Adds the ranks' numbers up, in place; every rank ends with the same bits. */
  sum(values: Float32Array): Promise<void>;
  /** The largest of the ranks' numbers. */
  max(value: number): Promise<number>;
}

/** A training of one process. */
export const alone: Ranks = {
  rank: 0,
  size: 1,
  sum: () => Promise.resolve(),
  max: (value) => Promise.resolve(value),
};

/** Another rank was asked to stop, and so this one does. */
export class StoppedWithOthers extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/trainer/StoppedWithOthers');
  override readonly name = 'StoppedWithOthers';
  readonly blames = 'environment';
  constructor() {
    super('train: another rank was asked to stop');
  }
}

/**
 * Whether all ranks hold the same bits; collective.
 *
 * @param arrays in an order that all ranks share
 */
export async function holdSameBits(ranks: Ranks, arrays: Iterable<Float32Array>): Promise<boolean> {
  if (ranks.size === 1) return true;
  // FNV-1a over 32 bits at a time; below 2^24 a float carries it exactly.
  let hash = 0x811c9dc5;
  for (const { buffer, byteOffset, length } of arrays)
    for (const word of new Uint32Array(buffer, byteOffset, length)) hash = Math.imul(hash ^ word, 0x01000193);
  const short = (hash >>> 8) & 0xffffff;
  return (await ranks.max(short)) === -(await ranks.max(-short));
}
