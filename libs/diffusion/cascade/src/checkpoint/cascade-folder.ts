import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveCheckpointFiles } from '@braingen/unet3d/node';
import { foundInstead } from '@braingen/volume/node';
import { decodeCascade, encodeCascade, type CascadeCheckpoint, type CascadePrecision } from './checkpoint.ts';
import { CascadeError, descriptionFile } from './description.ts';

/** Writes a cascade's files and their checksums into a folder, complete or not at all; one that is there is replaced. */
export function saveCascade(folder: string, cascade: CascadeCheckpoint, precision?: CascadePrecision): Promise<void> {
  return saveCheckpointFiles(folder, encodeCascade(cascade, precision));
}

/** @throws CascadeError where the folder holds no cascade, or a file of it cannot be used */
export async function loadCascade(folder: string): Promise<CascadeCheckpoint> {
  const names = await readdir(folder).catch((error: Error) => {
    const found = foundInstead(error);
    throw new CascadeError(`${folder}: expected the folder of a cascade, found ${found}`, { cause: error });
  });
  if (!names.includes(descriptionFile)) throw new CascadeError(`${folder}: expected ${descriptionFile}, found none`);
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    if (name === descriptionFile || name.endsWith('.safetensors')) files.set(name, await readFile(join(folder, name)));
  }
  return decodeCascade(files);
}
