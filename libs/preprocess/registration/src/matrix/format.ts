import type { Affine } from '@braingen/volume';
import { toItk } from './itk-transform.ts';
import { encodeMatlab4 } from './matlab4.ts';

/**
 * A transform (RAS mm, fixed to moving) as text: four lines of four numbers, or ITK's .txt, which ANTs, Slicer and
 * ITK-SNAP read. Numbers keep all their digits.
 */
export function formatMatrix(matrix: Affine, format: 'plain' | 'itk' = 'plain'): string {
  if (format === 'plain') return matrix.map((row) => `${row.map((value) => value + 0).join(' ')}\n`).join('');
  const { type, parameters, fixedParameters } = toItk(matrix);
  return [
    '#Insight Transform File V1.0',
    '#Transform 0',
    `Transform: ${type}`,
    `Parameters: ${parameters.join(' ')}`,
    `FixedParameters: ${fixedParameters.join(' ')}`,
    '',
  ].join('\n');
}

/** The bytes of ITK's .mat, as ANTs writes its 0GenericAffine.mat. */
export function encodeItkMat(matrix: Affine): Uint8Array {
  const { type, parameters, fixedParameters } = toItk(matrix);
  return encodeMatlab4([
    { name: type, values: parameters },
    { name: 'fixed', values: fixedParameters },
  ]);
}
