import type { Scheduler, Thresholding } from '@braingen/scheduler';
import { longestList } from '../conditions/condition-lists.ts';
import type { SamplingConfig } from '../config/sampling-config.ts';
import { PipelineError, quoted } from '../error.ts';
import type { SampleRequest } from '../sample-request.ts';
import { chooseScheduler, type SchedulerSettings } from './choose-scheduler.ts';

/** How to sample, nothing left open. */
export interface Sampling {
  readonly scheduler: Scheduler;
  readonly steps: number;
  readonly batchSize: number;
  readonly thresholding: Thresholding | undefined;
  readonly settings: SchedulerSettings;
}

/** What a request leaves open, from the run's configuration. @throws PipelineError of kind 'request' or 'config' */
export function requestedSampling(request: SampleRequest, run: SamplingConfig): Sampling {
  const { scheduler = run.scheduler, steps = run.steps, batchSize = run.batchSize } = request;
  const name = typeof scheduler === 'string' ? scheduler : scheduler.name;
  const own = name === run.scheduler ? run : undefined;
  const settings = { eta: request.eta ?? own?.eta, variance: request.variance ?? own?.variance };
  for (const [field, value] of Object.entries({ steps, batchSize })) checkCount(field, value, 1);
  return {
    scheduler: typeof scheduler === 'string' ? chooseScheduler(scheduler, settings) : scheduler,
    steps,
    batchSize,
    thresholding: request.thresholding ?? run.thresholding,
    settings,
  };
}

/** The numbers of the volumes that a request asks for. @throws PipelineError of kind 'request' */
export function requestedNumbers({ numbers, first = 0, count, condition = {}, edit }: SampleRequest): number[] {
  if (numbers) {
    numbers.forEach((number) => checkCount('numbers', number, 0));
    return [...numbers];
  }
  checkCount('first', first, 0);
  const length = count ?? (edit ? longestList(condition) : 1);
  checkCount('count', length, 1);
  return Array.from({ length }, (_, i) => first + i);
}

/** Numbers cut into runs of consecutive ones. */
export function consecutive(numbers: readonly number[]): { readonly first: number; readonly count: number }[] {
  const runs: { first: number; count: number }[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last.first + last.count === number) last.count++;
    else runs.push({ first: number, count: 1 });
  }
  return runs;
}

function checkCount(field: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw new PipelineError('request', {
      field,
      expected: `a whole number of at least ${least}`,
      found: quoted(value),
    });
}
