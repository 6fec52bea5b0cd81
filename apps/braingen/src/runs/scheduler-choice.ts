import { builtInSchedulers, type SchedulerSettings } from '@braingen/pipeline';
import { isScheduler, type Scheduler } from '@braingen/scheduler';
import { isPath, loadExtension } from '../plugins.ts';

/**
 * A scheduler as a request takes it: the name of a built-in one, checked, or a user's own from the path of its module.
 *
 * @throws Failure for an unknown name, or a module that exports none
 */
export async function schedulerFor(name: string, settings: SchedulerSettings = {}): Promise<string | Scheduler> {
  const found = await loadExtension<Scheduler>('scheduler', name, builtInSchedulers(name, settings), isScheduler);
  return isPath(name) ? found : name;
}
