import { basename } from 'node:path';
import { openFile } from '@braingen/unet3d/node';
import { hashFile } from '@braingen/volume/node';
import { importWeights, type ImportedWeights, type ImportOptions } from '../weights/import-weights.ts';

/** Reads a file of weights; see `importWeights`. Its name and SHA-256 are recorded. */
export async function readWeightsFile(path: string, options: ImportOptions): Promise<ImportedWeights> {
  const source = await openFile(path);
  try {
    const record = { from: basename(path), sha256: await hashFile(path) };
    return await importWeights(source, { ...options, record });
  } finally {
    await source.close();
  }
}
