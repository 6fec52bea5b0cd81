import { rm } from 'node:fs/promises';
import { removeLeftovers } from '@braingen/volume/node';
import { derivativePaths } from '../bids/derivative.ts';
import type { Scan } from '../bids/scans.ts';
import { Failure, describeFailure } from '../failure.ts';
import { writeJson } from '../files/atomic.ts';
import { hashFile } from '../files/hash.ts';
import type { Task } from '../terminal.ts';
import { version } from '../versions.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';

/** What became of one scan. */
export interface ScanOutcome {
  readonly scan: string;
  readonly status: 'done' | 'kept' | 'failed';
  readonly volume?: string;
  readonly error?: string;
  readonly warnings?: readonly string[];
}

export interface TakeOptions {
  readonly output: string;
  readonly settingsHash: string;
  /** Does the work, here or in another process; resolves to the scan's warnings. */
  readonly preprocess: (scan: Scan) => Promise<readonly string[]>;
  readonly signal: AbortSignal;
  readonly task: Task;
}

/** Preprocesses a scan unless that is done; one that fails leaves an error file. @throws the signal's reason, nothing else */
export async function takeScan(
  scan: Scan,
  { output, settingsHash, preprocess, signal, task }: TakeOptions,
): Promise<ScanOutcome> {
  const paths = derivativePaths(output, scan);
  try {
    if (scan.refused !== undefined) throw new Failure(scan.refused);
    if (await isDone(scan, paths.sidecar, paths.volume, settingsHash)) {
      task.done('already done');
      return { scan: scan.name, status: 'kept', volume: paths.volume };
    }
    await removeLeftovers(paths.folder);
    const warnings = await preprocess(scan);
    await rm(paths.error, { force: true });
    task.done(warnings.join('; '));
    return { scan: scan.name, status: 'done', volume: paths.volume, warnings };
  } catch (error) {
    signal.throwIfAborted();
    const { message } = describeFailure(error);
    await rm(paths.sidecar, { force: true });
    await writeJson(paths.error, { scan: scan.name, error: message, version, settings: settingsHash });
    task.done(`failed: ${message}`);
    return { scan: scan.name, status: 'failed', error: message };
  }
}

/** The sidecar is the commit record: it names the input, the settings and the output that it stands for. */
async function isDone(scan: Scan, sidecar: string, volume: string, settingsHash: string): Promise<boolean> {
  let record: Sidecar;
  try {
    record = await readSidecar(sidecar);
  } catch {
    return false;
  }
  const { settings, input, output } = record.Braingen;
  if (settings !== settingsHash || input.sha256 !== (await hashFile(scan.path))) return false;
  return output.sha256 === (await hashFile(volume).catch(() => undefined));
}
