import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { decodeCascade, encodeCascade, type CascadeCheckpoint, type CascadePrecision } from './checkpoint.ts';
import { CascadeError, descriptionFile } from './description.ts';

/** Writes a cascade's files into a folder, which appears when all of them are written; one that is there is replaced. */
export async function saveCascade(
  folder: string,
  cascade: CascadeCheckpoint,
  precision?: CascadePrecision,
): Promise<void> {
  const partial = join(dirname(folder), `.${basename(folder)}.${process.pid}.partial`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    for (const [name, bytes] of encodeCascade(cascade, precision)) await writeFile(join(partial, name), bytes);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** @throws CascadeError where the folder holds no cascade, or a file of it cannot be used */
export async function loadCascade(folder: string): Promise<CascadeCheckpoint> {
  const names = await readdir(folder).catch((error: Error) => {
    throw new CascadeError(`${folder}: expected the folder of a cascade, found ${error.message}`, { cause: error });
  });
  if (!names.includes(descriptionFile)) throw new CascadeError(`${folder}: expected ${descriptionFile}, found none`);
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    if (name === descriptionFile || name.endsWith('.safetensors')) files.set(name, await readFile(join(folder, name)));
  }
  return decodeCascade(files);
}
