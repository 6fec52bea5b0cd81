import { availableParallelism, cpus } from 'node:os';
import type { Launcher } from './launcher.ts';

/** A machine's CPU cores: those that this process may use, and all. */
export interface Cores {
  readonly available: number;
  readonly all: number;
}

/**
 * The CPU threads for one of the processes of a machine: an even share of the cores, unless the launcher bound each process to its
 * own, or the user asked for another number than all.
 *
 * @param threads as asked for
 */
export function threadsOfRank(
  { localSize }: Pick<Launcher, 'localSize'>,
  threads: number,
  { available, all }: Cores = { available: availableParallelism(), all: cpus().length },
): number {
  const isBound = available < all;
  const isChosen = threads !== available;
  return isBound || isChosen ? threads : Math.max(1, Math.floor(threads / localSize));
}

/** Gives each process of a machine a GPU of its own; called before TensorFlow is loaded. What the user set stays. */
export function takeOwnGpu(
  { localRank, localSize }: Pick<Launcher, 'localRank' | 'localSize'>,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  if (localSize > 1) environment['CUDA_VISIBLE_DEVICES'] ??= String(localRank);
}
