import { mkdir } from 'node:fs/promises';
import { pathInside } from '@braingen/volume/node';
import type { Scan } from '../find-scans.ts';
import type { ScanOptions } from '../preprocess-scan.ts';
import { takeScan, type ScanOutcome } from '../take-scan.ts';
import { openLanes, type Lane, type Processes } from './lanes.ts';
import { overallProgress } from './overall-progress.ts';

/** Looks at one scan while it is preprocessed. */
export interface ScanWatch {
  /** @param fraction finished, 0 to 1 */
  update(fraction: number, step: string): void;
  done(outcome: ScanOutcome): void;
}

export interface TakeScansOptions extends Omit<ScanOptions, 'onProgress'> {
  /** Processes that take the scans, several at once. @default this one alone, one scan after the other */
  readonly processes?: Processes | undefined;
  /** Called when a scan begins, with its place among all of them. */
  readonly watch?: ((name: string, index: number, count: number) => ScanWatch) | undefined;
  /** Called with the finished fraction of all scans' work, and how many scans are finished. */
  readonly onProgress?: ((fraction: number, finished: number, scans: number) => void) | undefined;
}

/**
 * Takes scans through the chain, several at once: each lane takes the next that none has taken.
 *
 * @returns the outcomes in the order of the scans
 * @throws RangeError where a link leads out of the derivative: not even an error file may be written there
 */
export async function takeScans(
  scans: readonly Scan[],
  derivative: string,
  options: TakeScansOptions,
): Promise<ScanOutcome[]> {
  const { processes, watch, onProgress, ...scanOptions } = options;
  const begin = overallProgress(scans.length, onProgress ?? (() => undefined));
  // What ends one lane ends the others.
  const controller = new AbortController();
  const signals = [options.signal, controller.signal].filter((signal) => signal !== undefined);
  const signal = AbortSignal.any(signals);
  const lanes = openLanes(derivative, { ...scanOptions, signal }, processes);
  const outcomes: ScanOutcome[] = [];
  const queue = scans.entries();

  async function work(lane: Lane): Promise<void> {
    for (const [index, scan] of queue) {
      signal.throwIfAborted();
      await mkdir(await pathInside(derivative, scan.folder), { recursive: true });
      const [watched, part] = [watch?.(scan.name, index, scans.length), begin()];
      const outcome = await takeScan(scan, derivative, { ...scanOptions, signal }, (taken) =>
        lane.preprocess(taken, (fraction, step) => {
          watched?.update(fraction, step);
          part.update(fraction);
        }),
      );
      part.done(outcome.status === 'kept' ? 'none' : 'time');
      watched?.done(outcome);
      outcomes[index] = outcome;
    }
  }

  const working = lanes.map(work);
  try {
    await Promise.all(working);
  } catch (error) {
    controller.abort(error);
    // None stays behind at work.
    await Promise.allSettled(working);
    throw error;
  } finally {
    for (const lane of lanes) lane.end();
  }
  return outcomes;
}
