import type { Affine } from '@braingen/volume';
import { writeWhole } from '@braingen/volume/node';

/** What the name of a matrix file decides. */
export const matrixFormats = 'four lines of four numbers, or ITK for names ending in .mat or .tfm';

/** Writes an affine, RAS millimetres of the fixed image to RAS millimetres of the moving one, as the file's name says. */
export async function writeMatrixFile(path: string, matrix: Affine): Promise<void> {
  const { encodeItkMat, formatMatrix } = await import('@braingen/registration');
  const ending = /\.(mat|tfm)$/i.exec(path)?.[1].toLowerCase();
  await writeWhole(path, ending === 'mat' ? encodeItkMat(matrix) : formatMatrix(matrix, ending ? 'itk' : 'plain'));
}
