import type { SettingsFiles } from '@braingen/chain/node';
import type { Scan } from '../find-scans.ts';
import { preprocessScan, type ScanOptions } from '../preprocess-scan.ts';
import { openScanProcess } from './process.ts';

/** Takes one scan after the other. */
export interface Lane {
  /** @returns what was suspicious about the scan */
  preprocess(scan: Scan, onProgress: (fraction: number, step: string) => void): Promise<readonly string[]>;
  end(): void;
}

/** Processes that take the scans: each does one at a time. */
export interface Processes {
  /** How many; see `defaultJobs`. */
  readonly count: number;
  /** The path of a module that calls `serveScans`. */
  readonly program: string;
  /** Threads of the kernels, of all of them together. */
  readonly threads: number;
  /** What each makes its settings of: those of this process, from their files. */
  readonly settings: SettingsFiles;
}

/** One lane is this process; several are processes of their own that share the threads. */
export function openLanes(derivative: string, options: ScanOptions, processes: Processes | undefined): Lane[] {
  if (!processes || processes.count === 1) {
    const preprocess: Lane['preprocess'] = async (scan, onProgress) =>
      (await preprocessScan(scan, derivative, { ...options, onProgress })).Braingen.warnings;
    return [{ preprocess, end: () => undefined }];
  }
  const { settingsHash, generator, keepSteps = false, signal } = options;
  const { count, program, threads, settings } = processes;
  const shared = {
    ...{ derivative, settings, settingsHash, generator, keepSteps },
    steps: options.steps.map(({ name }) => name),
    threads: Math.max(1, Math.floor(threads / count)),
  };
  return Array.from({ length: count }, () => {
    const { take, end } = openScanProcess(shared, signal, program);
    return { preprocess: take, end };
  });
}
