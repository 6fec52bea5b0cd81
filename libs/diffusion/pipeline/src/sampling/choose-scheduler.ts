import { createDdim, createDdpm, schedulers, type DdpmVariance, type Scheduler } from '@braingen/scheduler';
import { PipelineError, quoted } from '../error.ts';

/** Settings that belong to one scheduler each. */
export interface SchedulerSettings {
  /** Of ddim. @default 0 */
  readonly eta?: number | undefined;
  /** Of ddpm. @default as `createDdpm` */
  readonly variance?: DdpmVariance | undefined;
}

/**
 * The built-in schedulers with their settings.
 *
 * @param name the one that is meant
 * @throws PipelineError of kind 'config' where a setting belongs to another scheduler
 */
export function builtInSchedulers(name: string, { eta, variance }: SchedulerSettings = {}): readonly Scheduler[] {
  for (const [setting, value, owner] of [
    ['eta', eta, 'ddim'],
    ['variance', variance, 'ddpm'],
  ] as const) {
    if (value !== undefined && name !== owner)
      throw new PipelineError('config', {
        field: `sampling.${setting}`,
        expected: `scheduler ${owner} with it`,
        found: name,
      });
  }
  return Object.values({ ...schedulers, ddim: createDdim({ eta }), ddpm: createDdpm({ variance }) });
}

/** A built-in scheduler by its name. @throws PipelineError of kind 'request' for another name */
export function chooseScheduler(name: string, settings: SchedulerSettings = {}): Scheduler {
  const known = builtInSchedulers(name, settings);
  const found = known.find((each) => each.name === name);
  if (found) return found;
  throw new PipelineError('request', {
    field: 'scheduler',
    expected: `one of ${known.map((each) => each.name).join(', ')}, or a scheduler`,
    found: quoted(name),
  });
}
