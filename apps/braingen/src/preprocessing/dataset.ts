import { fileURLToPath } from 'node:url';
import { defaultJobs, preprocessDataset, type PreprocessDatasetOptions, type ScanOutcome } from '@braingen/bids';
import type { OpenedSettings } from '@braingen/chain/node';
import type { Context } from '../action.ts';
import { generator } from '../versions.ts';
import { drawStep } from './draw-step.ts';

export interface FolderOptions
  extends Pick<PreprocessDatasetOptions, 'participants' | 'steps' | 'share' | 'keepSteps'> {
  readonly settings: OpenedSettings;
  /** How many heads at once; as many as cores and memory allow if undefined. */
  readonly jobs?: number | undefined;
}

/** The build puts it beside its chunks. */
const program = fileURLToPath(new URL('./scan-worker.js', import.meta.url));

/** Preprocesses a BIDS dataset with a picture of each step, and says how each scan and all of them fare. */
export async function preprocessFolder(
  dataset: string,
  derivative: string,
  { jobs, ...options }: FolderOptions,
  { terminal, signal, threads }: Pick<Context, 'terminal' | 'signal' | 'threads'>,
): Promise<ScanOutcome[]> {
  let all: ReturnType<typeof terminal.task> | undefined;
  const outcomes = await preprocessDataset(dataset, derivative, {
    ...{ ...options, generator, signal, draw: drawStep },
    processes: { count: jobs ?? defaultJobs(threads), program, threads, settings: options.settings.given },
    onWarning: (warning) => terminal.warn(warning),
    watch: (name, index, count) => {
      // A single scan has a task of its own.
      if (count > 1) all ??= terminal.task('all scans');
      const task = terminal.task(`${name} (${index + 1} of ${count})`);
      return { update: task.update, done: (outcome) => task.done(said(outcome)) };
    },
    onProgress: (fraction, finished, scans) => all?.update(fraction, `${finished} of ${scans} done`),
  });
  all?.done(`${outcomes.length} of ${outcomes.length}`);
  return outcomes;
}

function said({ status, error, warnings = [] }: ScanOutcome): string {
  if (status === 'kept') return 'already done';
  return status === 'failed' ? `failed: ${error}` : warnings.join('; ');
}
