import { readFile } from 'node:fs/promises';
import { composeAffine, invertAffine, type Affine } from '@braingen/volume';
import { reading, writeWhole } from '@braingen/volume/node';
import { encodeItkMat, formatMatrix } from '../matrix/format.ts';
import { readMatrix } from '../matrix/read.ts';

/** `readMatrix` of a file. @throws RangeError naming the file and what was found in it; PathError where it cannot be read */
export async function readMatrixFile(path: string): Promise<Affine> {
  const bytes = await reading(path, 'a matrix file', readFile(path));
  try {
    return readMatrix(bytes);
  } catch (error) {
    throw new RangeError(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

export interface ReadTransformOptions {
  /** From the last image to the first instead. @default false */
  readonly inverse?: boolean | undefined;
}

/**
 * The transform that a chain of matrix files makes, for `resample` of @braingen/volume: one interpolation in place of one for each.
 *
 * @param paths in the order in which a point passes: the first maps from the image whose grid is taken, the last to the one that is
 *   interpolated; RAS millimetres
 * @throws RangeError as `readMatrixFile`
 */
export async function readTransform(
  paths: readonly string[],
  { inverse = false }: ReadTransformOptions = {},
): Promise<Affine> {
  const matrices = await Promise.all(paths.map(readMatrixFile));
  if (matrices.length === 0) throw new RangeError('readTransform: expected at least one file, found none');
  const composed = matrices.reduce((first, second) => composeAffine(second, first));
  return inverse ? invertAffine(composed) : composed;
}

/**
 * Writes a transform, RAS millimetres of the fixed image to RAS millimetres of the moving one, in the format of the file's name:
 * ITK's for .mat (MATLAB 4, as ANTs writes it) and .tfm, else four lines of four numbers.
 */
export async function writeMatrixFile(path: string, matrix: Affine): Promise<void> {
  const ending = /\.(mat|tfm)$/i.exec(path)?.[1].toLowerCase();
  await writeWhole(path, ending === 'mat' ? encodeItkMat(matrix) : formatMatrix(matrix, ending ? 'itk' : 'plain'));
}
