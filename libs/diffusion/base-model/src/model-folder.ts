import { access } from 'node:fs/promises';
import { baseModelFolder } from './base-model-folder.ts';

/** What the base model is called where a run is expected. */
export const baseModelName = 'base';

/** The folder of a model by its name: a run, a checkpoint, or the base model for `base`, where nothing of that name is there. */
export async function modelFolder(name: string): Promise<string> {
  if (name !== baseModelName) return name;
  const isThere = await access(name).then(
    () => true,
    () => false,
  );
  return isThere ? name : baseModelFolder();
}
