import { readFile } from 'node:fs/promises';
import type { Affine } from '@braingen/volume';
import { readMatrix } from '../matrix/read.ts';

/** `readMatrix` of a file. @throws RangeError naming the file and what was found in it */
export async function readMatrixFile(path: string): Promise<Affine> {
  const bytes = await readFile(path);
  try {
    return readMatrix(bytes);
  } catch (error) {
    throw new RangeError(`${path}: ${(error as Error).message}`, { cause: error });
  }
}
