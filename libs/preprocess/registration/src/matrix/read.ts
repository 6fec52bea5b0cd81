import { freezeAffine, invertAffine, type Affine } from '@braingen/volume';
import { fromItk, type ItkTransform } from './itk-transform.ts';
import { decodeMatlab4 } from './matlab4.ts';

/**
 * A transform from the content of a file: four lines of four numbers (RAS mm, fixed to moving), or ITK's .txt or .mat
 * (LPS mm; ITK too maps points of the fixed image to the moving one, so the direction stays).
 *
 * @throws RangeError saying what was expected and found, on anything else and on a singular matrix
 */
export function readMatrix(content: string | Uint8Array): Affine {
  const matrix = parse(content);
  invertAffine(matrix);
  return matrix;
}

function parse(content: string | Uint8Array): Affine {
  if (typeof content === 'string') return fromText(content);
  // No text begins with the four bytes of a MATLAB 4 header: one of them is a zero.
  if (content.length >= 20 && content.subarray(0, 4).includes(0)) return fromItk(itkFromMatlab(content));
  return fromText(new TextDecoder().decode(content));
}

function fromText(text: string): Affine {
  if (text.includes('#Insight Transform File')) return fromItk(itkFromText(text));
  const rows = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/[\s,]+/).map(Number));
  if (rows.length !== 4 || rows.some((row) => row.length !== 4 || !row.every(Number.isFinite))) {
    throw new RangeError(
      `readMatrix: expected four lines of four numbers or an ITK transform, found ${rows.length} lines of ` +
        `${
          rows
            .slice(0, 8)
            .map((row) => row.length)
            .join(', ') || 'nothing'
        }`,
    );
  }
  if (rows[3].some((value, i) => Math.abs(value - (i === 3 ? 1 : 0)) > 1e-9)) {
    throw new RangeError(`readMatrix: expected the last line to be 0 0 0 1, found ${rows[3].join(' ')}`);
  }
  return freezeAffine([...rows.slice(0, 3), [0, 0, 0, 1]]);
}

function itkFromText(text: string): ItkTransform[] {
  const transforms = text.split(/^#Transform .*$/m).slice(1);
  if (transforms.length === 0) throw new RangeError('readMatrix: expected a transform in the ITK file, found none');
  return transforms.map((part) => {
    const field = (name: string): string => new RegExp(`^${name}:(.*)$`, 'm').exec(part)?.[1].trim() ?? '';
    const numbers = (name: string): number[] => field(name).split(/\s+/).filter(Boolean).map(Number);
    return { type: field('Transform'), parameters: numbers('Parameters'), fixedParameters: numbers('FixedParameters') };
  });
}

/** Matrices come in pairs: a transform's parameters under the name of its class, then `fixed`. */
function itkFromMatlab(bytes: Uint8Array): ItkTransform[] {
  const transforms: ItkTransform[] = [];
  const matrices = decodeMatlab4(bytes);
  for (const [i, { name, values }] of matrices.entries()) {
    if (name === 'fixed') continue;
    const next = matrices[i + 1];
    transforms.push({ type: name, parameters: values, fixedParameters: next?.name === 'fixed' ? next.values : [] });
  }
  return transforms;
}
