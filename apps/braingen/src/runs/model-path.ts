import { existsSync } from 'node:fs';

/** A run, a checkpoint or a file of weights as it is named on the command line: `base` is the model that Braingen brings, unless such a path exists. */
export async function modelPath(name: string): Promise<string> {
  if (name !== 'base' || existsSync(name)) return name;
  const { baseModelFolder } = await import('@braingen/base-model');
  return baseModelFolder();
}
