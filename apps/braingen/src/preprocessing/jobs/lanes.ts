import type { Scan } from '../../bids/scans.ts';
import { preprocessScan, type ScanOptions } from '../scan.ts';
import type { OpenedSettings } from '../settings.ts';
import { openScanProcess } from './process.ts';

/** Takes one scan after the other. */
export interface Lane {
  /** @returns what was suspicious about the scan */
  preprocess(scan: Scan, onProgress: ScanOptions['onProgress']): Promise<readonly string[]>;
  end(): void;
}

export interface LanesOptions extends Omit<ScanOptions, 'onProgress'> {
  readonly settings: OpenedSettings;
  /** How many heads at once. */
  readonly jobs: number;
  /** The program of their processes: see openScanProcess. */
  readonly program?: string | undefined;
}

/** One lane is this process; several are processes of their own that share its threads. */
export function openLanes(output: string, { jobs, program, ...options }: LanesOptions): Lane[] {
  if (jobs === 1) {
    const preprocess: Lane['preprocess'] = async (scan, onProgress) =>
      (await preprocessScan(scan, output, { ...options, onProgress })).Braingen.warnings;
    return [{ preprocess, end: () => undefined }];
  }
  const { settings, settingsHash, keepSteps, signal } = options;
  const shared = {
    ...{ output, settingsHash, keepSteps },
    steps: options.steps.map(({ name }) => name),
    settings: settings.given,
    threads: Math.max(1, Math.floor(options.threads / jobs)),
  };
  return Array.from({ length: jobs }, () => {
    const { take, end } = openScanProcess(shared, signal, program);
    return { preprocess: take, end };
  });
}
