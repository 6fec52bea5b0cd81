import { access } from 'node:fs/promises';

/** What the model that comes with the program is called where a run is expected. */
export const baseName = 'base';

/** The folder of a model that the user named: a run, a checkpoint, or `base` where nothing of that name is there. */
export async function modelPath(name: string): Promise<string> {
  if (name !== baseName) return name;
  const isThere = await access(name).then(
    () => true,
    () => false,
  );
  return isThere ? name : (await import('@braingen/base-model')).baseModelFolder();
}
