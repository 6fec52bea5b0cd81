import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { originOf } from '@braingen/provenance/node';
import { listCheckpoints } from '@braingen/unet3d/node';
import { formatConfig, parseConfig } from '../config/yaml.ts';
import { runFolder } from './run-folder.ts';

/**
 * Whether a folder is a run's: what `checkOutputFolder` of @braingen/volume/node asks for. Others have a config.yaml and a
 * folder of checkpoints too, so what is in them counts: a checkpoint with its description, volumes or phantoms whose
 * dataset_description.json names braingen, or a configuration as a training writes it, which one written by hand is not.
 */
export async function isRunFolder(_: readonly string[], root: string): Promise<boolean> {
  const { checkpoints, preprocessed, phantoms, config } = runFolder(root);
  for (const checkpoint of await listCheckpoints(checkpoints)) {
    if (await isThere(join(checkpoint, 'checkpoint.json'))) return true;
  }
  for (const folder of [preprocessed, phantoms]) {
    if ((await originOf(folder)).generators.some((name) => /^@?braingen\b/.test(name))) return true;
  }
  const text = await readFile(config, 'utf8').catch(() => '');
  return isWritten(text, config);
}

/** What a report would overwrite. */
const reported = ['report.json', 'report.html', 'figures.csv'];

/** Whether a folder is a run's that has no report yet. */
export async function isUnreportedRun(entries: readonly string[], root: string): Promise<boolean> {
  return !entries.some((entry) => reported.includes(entry)) && isRunFolder(entries, root);
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function isWritten(text: string, path: string): boolean {
  try {
    return formatConfig(parseConfig(text, path)) === text;
  } catch {
    return false;
  }
}
