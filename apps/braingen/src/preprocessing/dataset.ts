import { fileURLToPath } from 'node:url';
import { defaultJobs, preprocessDataset, type PreprocessDatasetOptions, type ScanOutcome } from '@braingen/bids';
import type { OpenedSettings } from '@braingen/chain/node';
import type { Context } from '../action.ts';
import { generator } from '../versions.ts';
import { drawStep } from './draw-step.ts';
import { openOverall } from './overall.ts';

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
  let overall: ReturnType<typeof openOverall> | undefined;
  const outcomes = await preprocessDataset(dataset, derivative, {
    ...{ ...options, generator, signal, draw: drawStep },
    processes: { count: jobs ?? defaultJobs(threads), program, threads, settings: options.settings.given },
    onWarning: (warning) => terminal.warn(warning),
    watch: (name, index, count) => {
      overall ??= openOverall(terminal, count);
      const [part, task] = [overall.begin(), terminal.task(`${name} (${index + 1} of ${count})`)];
      return {
        update: (fraction, step) => {
          task.update(fraction, step);
          part.update(fraction);
        },
        done: (outcome) => {
          part.done(outcome.status === 'kept' ? 'none' : 'time');
          task.done(said(outcome));
        },
      };
    },
  });
  overall?.done();
  return outcomes;
}

function said({ status, error, warnings = [] }: ScanOutcome): string {
  if (status === 'kept') return 'already done';
  return status === 'failed' ? `failed: ${error}` : warnings.join('; ');
}
