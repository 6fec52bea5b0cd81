import { schedulers, type Scheduler } from '@braingen/scheduler';
import { loadExtension } from '../plugins.ts';

/** A scheduler by its name, or a user's own by the path of its module. */
export function chooseScheduler(name: string): Promise<Scheduler> {
  return loadExtension<Scheduler>('scheduler', name, Object.values(schedulers), isScheduler);
}

function isScheduler(value: unknown): value is Scheduler {
  const candidate = value as Partial<Scheduler> | undefined;
  return typeof candidate?.name === 'string' && typeof candidate.start === 'function';
}
