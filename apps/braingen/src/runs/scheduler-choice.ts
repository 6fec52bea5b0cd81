import { createDdim, createDdpm, schedulers, type DdpmVariance, type Scheduler } from '@braingen/scheduler';
import { Failure } from '../failure.ts';
import { loadExtension } from '../plugins.ts';

/** What only one scheduler knows. */
export interface SchedulerSettings {
  /** Of ddim. */
  readonly eta?: number | undefined;
  /** Of ddpm. */
  readonly variance?: DdpmVariance | undefined;
}

/**
 * A scheduler by its name, or a user's own by the path of its module.
 *
 * @throws Failure where a setting is another scheduler's
 */
export function chooseScheduler(name: string, { eta, variance }: SchedulerSettings = {}): Promise<Scheduler> {
  for (const [setting, value, owner] of [
    ['eta', eta, 'ddim'],
    ['variance', variance, 'ddpm'],
  ] as const) {
    if (value !== undefined && name !== owner)
      throw new Failure(`sampling.${setting}: expected with scheduler ${owner} alone, found with ${name}`);
  }
  const builtIn = { ...schedulers, ddim: createDdim({ eta }), ddpm: createDdpm({ variance }) };
  return loadExtension<Scheduler>('scheduler', name, Object.values(builtIn), isScheduler);
}

function isScheduler(value: unknown): value is Scheduler {
  const candidate = value as Partial<Scheduler> | undefined;
  return typeof candidate?.name === 'string' && typeof candidate.start === 'function';
}
