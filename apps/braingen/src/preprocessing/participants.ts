import { chainRevision, type Step } from '@braingen/chain';
import { checkDerivative, copyParticipants, createDerivative } from '../bids/derivative.ts';
import { doubtsAboutParticipants } from '../bids/participants.ts';
import { findScans } from '../bids/scans.ts';
import { hashValue } from '../files/hash.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../versions.ts';
import { defaultJobs } from './jobs/count.ts';
import { takeScans } from './jobs/take-scans.ts';
import type { OpenedSettings } from './settings.ts';
import { shareOf, type Shard } from './shard.ts';
import type { ScanOutcome } from './take-scan.ts';

export interface ParticipantsOptions {
  readonly participants: readonly string[];
  readonly steps: readonly Step[];
  readonly settings: OpenedSettings;
  readonly shard: Shard;
  readonly threads: number;
  /** How many heads at once; as many as cores and memory allow if undefined. */
  readonly jobs?: number | undefined;
  readonly keepSteps: boolean;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
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

  const jobs = Math.max(1, Math.min(options.jobs ?? defaultJobs(options.threads), scans.length));
  return takeScans(scans, output, { ...options, jobs, settingsHash });
}
