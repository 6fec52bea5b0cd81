import { allSteps, chainRevision, chainSettings, type Step } from '@braingen/chain';
import type { OpenedSettings } from '@braingen/chain/node';
import { hashValue } from '@braingen/volume/node';
import { checkDerivative, copyParticipants } from './derivative.ts';
import { createDerivative, ownGenerator, type Generator } from './description.ts';
import { doubtsAboutParticipants } from './doubts-about-participants.ts';
import { findScans, type Scan } from './find-scans.ts';
import { takeScans, type TakeScansOptions } from './jobs/take-scans.ts';
import type { ScanOutcome } from './take-scan.ts';

export interface PreprocessDatasetOptions
  extends Pick<TakeScansOptions, 'processes' | 'watch' | 'onProgress' | 'keepSteps' | 'draw' | 'signal'> {
  /** Labels of the participants to take, with or without "sub-". @default all */
  readonly participants?: readonly string[] | undefined;
  /** @default all of the chain's */
  readonly steps?: readonly Step[] | undefined;
  /**
   * See `chainSettings` of @braingen/chain; `openSettings` of @braingen/chain/node makes them of files.
   * @default the chain's own
   */
  readonly settings?: Partial<OpenedSettings> | undefined;
  /** The program that the derivative says made it; its folders may be written to again. @default this package */
  readonly generator?: Generator | undefined;
  /** Which of the scans this process takes, where several share the work. @default all */
  readonly share?: ((scans: readonly Scan[]) => readonly Scan[]) | undefined;
  /** Called with what a person should look at in the dataset. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/**
 * Takes the T1-weighted scans of a BIDS dataset through the chain of @braingen/chain, into a BIDS derivative. What the
 * derivative holds already, of the same scans and settings, is kept; a scan that fails leaves an error file and stops no other.
 *
 * @throws RangeError where the dataset holds no scan, the derivative is another program's or lies within the scans, or a link
 *   leads out of it; the signal's reason
 */
export async function preprocessDataset(
  dataset: string,
  derivative: string,
  options: PreprocessDatasetOptions = {},
): Promise<ScanOutcome[]> {
  const { steps = allSteps, generator = ownGenerator, participants = [], onWarning, processes } = options;
  await checkDerivative(dataset, derivative, generator);
  const found = await findScans(dataset, participants);
  for (const warning of found.warnings) onWarning?.(`${dataset}: ${warning}`);
  const scans = options.share?.(found.scans) ?? found.scans;
  await createDerivative(derivative, dataset, generator);
  const table = await copyParticipants(dataset, derivative);
  const labels = found.scans.map(({ participant }) => participant);
  const doubts = table === '' ? [] : doubtsAboutParticipants(table, participants.length > 0 ? [] : labels);
  for (const doubt of doubts) onWarning?.(`participants.tsv: ${doubt}`);
  const settings = { ...options.settings, ...(await chainSettings(options.settings)) };
  return takeScans(scans, derivative, {
    ...{ ...options, steps, settings, generator },
    settingsHash: hashSettings(steps, settings, generator),
    ...(processes && { processes: { ...processes, count: Math.max(1, Math.min(processes.count, scans.length)) } }),
  });
}

/** SHA-256 of everything but the scan that decides the outcome. */
export function hashSettings(
  steps: readonly Step[],
  { grid, shape, template, libraryFiles }: Omit<OpenedSettings, 'given'>,
  { version }: Generator,
): string {
  return hashValue({
    ...{ version, chain: chainRevision, grid, shape },
    steps: steps.map((step) => step.name),
    template: template.provenance,
    library: libraryFiles,
  });
}
