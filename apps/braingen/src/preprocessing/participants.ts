import { mkdir, rm } from 'node:fs/promises';
import { chainRevision, type Step } from '@braingen/chain';
import { pathInside } from '@braingen/volume/node';
import { checkDerivative, copyParticipants, createDerivative, derivativePaths } from '../bids/derivative.ts';
import { doubtsAboutParticipants } from '../bids/participants.ts';
import { findScans, type Scan } from '../bids/scans.ts';
import { Failure, describeFailure } from '../failure.ts';
import { writeJson } from '../files/atomic.ts';
import { hashFile, hashValue } from '../files/hash.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../versions.ts';
import { preprocessScan } from './scan.ts';
import type { OpenedSettings } from './settings.ts';
import { shareOf, type Shard } from './shard.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';

export interface ParticipantsOptions {
  readonly participants: readonly string[];
  readonly steps: readonly Step[];
  readonly settings: OpenedSettings;
  readonly shard: Shard;
  readonly threads: number;
  readonly keepSteps: boolean;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

/** What became of one scan. */
export interface ScanOutcome {
  readonly scan: string;
  readonly status: 'done' | 'kept' | 'failed';
  readonly volume?: string;
  readonly error?: string;
  readonly warnings?: readonly string[];
}

/** Takes all scans of a dataset through the chain; a scan that fails leaves an error file and stops no other. */
export async function preprocessParticipants(
  dataset: string,
  output: string,
  options: ParticipantsOptions,
): Promise<ScanOutcome[]> {
  const { terminal, settings } = options;
  await checkDerivative(dataset, output);
  const found = await findScans(dataset, options.participants);
  for (const warning of found.warnings) terminal.warn(`${dataset}: ${warning}`);
  const scans = shareOf(found.scans, options.shard);
  await createDerivative(output, dataset);
  const table = await copyParticipants(dataset, output);
  const labels = found.scans.map(({ participant }) => participant);
  const doubts = table === '' ? [] : doubtsAboutParticipants(table, options.participants.length > 0 ? [] : labels);
  for (const doubt of doubts) terminal.warn(`participants.tsv: ${doubt}`);
  const settingsHash = hashValue({
    version,
    chain: chainRevision,
    steps: options.steps.map((step) => step.name),
    grid: settings.grid,
    shape: settings.shape,
    template: settings.template.provenance,
    library: settings.libraryFiles,
  });

  const outcomes: ScanOutcome[] = [];
  for (const [index, scan] of scans.entries()) {
    options.signal.throwIfAborted();
    // A link that leads out of the output folder ends the command: not even an error file may be written there.
    await mkdir(await pathInside(output, scan.folder), { recursive: true });
    const paths = derivativePaths(output, scan);
    const task = terminal.task(`${scan.name} (${index + 1} of ${scans.length})`);
    try {
      if (scan.refused !== undefined) throw new Failure(scan.refused);
      if (await isDone(scan, paths.sidecar, paths.volume, settingsHash)) {
        outcomes.push({ scan: scan.name, status: 'kept', volume: paths.volume });
        task.done('already done');
        continue;
      }
      const sidecar = await preprocessScan(scan, output, { ...options, settingsHash, onProgress: task.update });
      await rm(paths.error, { force: true });
      const { warnings } = sidecar.Braingen;
      outcomes.push({ scan: scan.name, status: 'done', volume: paths.volume, warnings });
      task.done(warnings.join('; '));
    } catch (error) {
      options.signal.throwIfAborted();
      const { message } = describeFailure(error);
      await rm(paths.sidecar, { force: true });
      await writeJson(paths.error, { scan: scan.name, error: message, version, settings: settingsHash });
      outcomes.push({ scan: scan.name, status: 'failed', error: message });
      task.done(`failed: ${message}`);
    }
  }
  return outcomes;
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
