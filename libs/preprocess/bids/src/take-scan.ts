import { rm } from 'node:fs/promises';
import { hashFile, removeLeftovers, writeJson } from '@braingen/volume/node';
import { derivativePaths } from './derivative.ts';
import type { Scan } from './find-scans.ts';
import type { ScanOptions } from './preprocess-scan.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';

/** What became of one scan. */
export interface ScanOutcome {
  readonly scan: string;
  readonly status: 'done' | 'kept' | 'failed';
  /** The path of the preprocessed volume. */
  readonly volume?: string;
  readonly error?: string;
  readonly warnings?: readonly string[];
}

/**
 * Preprocesses a scan unless that is done; one that fails leaves an error file.
 *
 * @param preprocess does the work, here or in another process; resolves to the scan's warnings
 * @throws the signal's reason, nothing else
 */
export async function takeScan(
  scan: Scan,
  derivative: string,
  { settingsHash, generator, signal }: Pick<ScanOptions, 'settingsHash' | 'generator' | 'signal'>,
  preprocess: (scan: Scan) => Promise<readonly string[]>,
): Promise<ScanOutcome> {
  const paths = derivativePaths(derivative, scan);
  try {
    if (scan.refused !== undefined) throw new RangeError(scan.refused);
    if (await isDone(scan, paths.sidecar, paths.volume, settingsHash))
      return { scan: scan.name, status: 'kept', volume: paths.volume };
    await removeLeftovers(paths.folder);
    const warnings = await preprocess(scan);
    await rm(paths.error, { force: true });
    return { scan: scan.name, status: 'done', volume: paths.volume, warnings };
  } catch (error) {
    signal?.throwIfAborted();
    const { message } = error as Error;
    await rm(paths.sidecar, { force: true });
    const { version } = generator;
    await writeJson(paths.error, { scan: scan.name, error: message, version, settings: settingsHash });
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
