import { stat } from 'node:fs/promises';
import { loadTemplate } from '../template/load.ts';
import type { Template } from '../template/template.ts';
import { readTemplate } from './read-template.ts';
import type { TemplateFlowOptions } from './templateflow/fetch-template.ts';
import { isTemplateFlowName } from './templateflow/names.ts';
import { readTemplateFlow } from './templateflow/read-templateflow.ts';

/**
 * The template that a text means: a file, or else a name of TemplateFlow's; the shipped one for undefined.
 *
 * @throws as `readTemplate` and `readTemplateFlow`
 */
export async function openTemplate(name: string | undefined, options: TemplateFlowOptions = {}): Promise<Template> {
  if (name === undefined) return loadTemplate();
  return !isTemplateFlowName(name) || (await isFile(name)) ? readTemplate(name) : readTemplateFlow(name, options);
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );

/**
 * The template that a text names where otherwise a file is expected: "template" is the shipped one, others are TemplateFlow's;
 * undefined where it is no name, or a file or folder of that name is there.
 *
 * @throws as `readTemplateFlow`
 */
export async function openNamedTemplate(
  name: string,
  options: TemplateFlowOptions = {},
): Promise<Template | undefined> {
  if (!isTemplateFlowName(name) || (await stat(name).catch(() => undefined))) return undefined;
  return name === 'template' ? loadTemplate() : readTemplateFlow(name, options);
}
