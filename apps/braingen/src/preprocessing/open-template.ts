import { stat } from 'node:fs/promises';
import { loadTemplate, type Template } from '@braingen/registration';
import { isTemplateFlowName, readTemplate, readTemplateFlow } from '@braingen/registration/node';
import type { Context } from '../action.ts';

/**
 * The template that --template says: a file, or else a name of TemplateFlow's; without it the shipped one.
 *
 * @param context where a download reports its progress, and what stops it
 */
export async function openTemplate(
  template: string | undefined,
  context?: Pick<Context, 'signal' | 'terminal'>,
): Promise<Template> {
  if (template === undefined) return loadTemplate();
  if (!isTemplateFlowName(template) || (await isFile(template))) return readTemplate(template);
  let task: ReturnType<Context['terminal']['task']> | undefined;
  const read = await readTemplateFlow(template, {
    signal: context?.signal,
    onProgress: (fraction) => {
      // A template from the cache is there at once, and no task.
      task ??= context?.terminal.task(`download ${template}`);
      task?.update(fraction);
    },
  });
  task?.done();
  return read;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
