import { mkdir } from 'node:fs/promises';
import { pathInside } from '@braingen/volume/node';
import type { Scan } from '../../bids/scans.ts';
import type { Terminal } from '../../terminal.ts';
import { takeScan, type ScanOutcome } from '../take-scan.ts';
import { openLanes, type Lane, type LanesOptions } from './lanes.ts';
import { openOverall } from './overall.ts';

export interface TakeScansOptions extends LanesOptions {
  readonly terminal: Terminal;
}

/**
 * Takes scans through the chain, several at once: each lane takes the next that none has taken.
 *
 * @returns the outcomes in the order of the scans
 * @throws RangeError where a link leads out of the output folder: not even an error file may be written there
 */
export async function takeScans(
  scans: readonly Scan[],
  output: string,
  options: TakeScansOptions,
): Promise<ScanOutcome[]> {
  const { terminal, settingsHash } = options;
  // What ends one lane ends the others.
  const controller = new AbortController();
  const signal = AbortSignal.any([options.signal, controller.signal]);
  const lanes = openLanes(output, { ...options, signal });
  const overall = openOverall(terminal, scans.length);
  const outcomes: ScanOutcome[] = [];
  const queue = scans.entries();

  async function work(lane: Lane): Promise<void> {
    for (const [index, scan] of queue) {
      signal.throwIfAborted();
      await mkdir(await pathInside(output, scan.folder), { recursive: true });
      const task = terminal.task(`${scan.name} (${index + 1} of ${scans.length})`);
      const part = overall.begin();
      const preprocess = (scan: Scan): Promise<readonly string[]> =>
        lane.preprocess(scan, (fraction, step) => {
          task.update(fraction, step);
          part.update(fraction);
        });
      const outcome = await takeScan(scan, { output, settingsHash, preprocess, signal, task });
      part.done(outcome.status === 'kept' ? 'none' : 'time');
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
  overall.done();
  return outcomes;
}
