import type { Scheduler } from './scheduler.ts';

/** Whether a value, such as the default export of a module from elsewhere, can be used as a scheduler. */
export function isScheduler(value: unknown): value is Scheduler {
  const candidate = value as Partial<Scheduler> | null | undefined;
  return typeof candidate?.name === 'string' && typeof candidate.start === 'function';
}
