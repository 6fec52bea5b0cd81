import { allSteps, selectSteps, type Step } from '@braingen/chain';
import { openSettings, type OpenedSettings, type SettingsFiles } from '@braingen/chain/node';
import type { Context } from '../action.ts';
import type { Task } from '../terminal.ts';

type Download = NonNullable<Parameters<typeof openSettings>[1]>;

/** Opens what may have to be downloaded, under a task of its own. */
export async function underDownload<T>(
  name: string | undefined,
  { terminal, signal }: Pick<Context, 'terminal' | 'signal'>,
  open: (download: Download) => Promise<T>,
): Promise<T> {
  let task: Task | undefined;
  const onProgress = (fraction: number): void => {
    // What comes from the cache is there at once, and no task.
    task ??= terminal.task(`download ${name}`);
    task.update(fraction);
  };
  const opened = await open({ signal, onProgress });
  task?.done();
  return opened;
}

/** The chain's settings by the options of a command. */
export const settingsOf = (files: SettingsFiles, context: Context): Promise<OpenedSettings> =>
  underDownload(files.template, context, (download) => openSettings(files, download));

/** The steps of a comma-separated list, in the chain's order whatever the list's. */
export const parseSteps = (list: string | undefined): readonly Step[] =>
  list === undefined ? allSteps : selectSteps(list.split(',').map((name) => name.trim()));
