import { applyAffine, composeAffine, freezeAffine, invertAffine, type Affine } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { encodeItkMat, formatMatrix } from './format.ts';
import { encodeMatlab4 } from './matlab4.ts';
import { readMatrix } from './read.ts';

const matrix: Affine = freezeAffine([
  [1.1, 0.02, -0.3, 4.25],
  [-0.05, 0.93, 0.11, -17.5],
  [0.28, -0.09, 1.04, 1 / 3],
  [0, 0, 0, 1],
]);

function expectClose(a: Affine, b: Affine): void {
  for (let r = 0; r < 4; r++) for (let c = 0; c < 4; c++) expect(a[r][c]).toBeCloseTo(b[r][c], 10);
}

describe('matrices in files', () => {
  it('come back from every format', () => {
    expect(readMatrix(formatMatrix(matrix))).toEqual(matrix);
    expectClose(readMatrix(formatMatrix(matrix, 'itk')), matrix);
    expectClose(readMatrix(encodeItkMat(matrix)), matrix);
    expectClose(readMatrix(new TextEncoder().encode(formatMatrix(matrix))), matrix);
  });

  it('turns ITK from LPS about a centre into RAS', () => {
    // A quarter turn about z through (10, 0, 0) LPS, which takes (10, 5, 0) to (5, 0, 0).
    const text = `#Insight Transform File V1.0
#Transform 0
Transform: MatrixOffsetTransformBase_double_3_3
Parameters: 0 -1 0 1 0 0 0 0 1 0 0 0
FixedParameters: 10 0 0
`;
    const [x, y, z] = applyAffine(readMatrix(text), [-10, -5, 7]);
    expect([x, y, z].map((v) => Math.round(1e9 * v) / 1e9)).toEqual([-5, 0, 7]);
  });

  it('reads angles and versors', () => {
    const half = Math.SQRT1_2;
    const file = (type: string, parameters: number[]): string =>
      `#Insight Transform File V1.0\n#Transform 0\nTransform: ${type}_double_3_3\nParameters: ${parameters.join(' ')}\nFixedParameters: 1 2 3\n`;
    const byAngle = readMatrix(file('Euler3DTransform', [0, Math.PI / 2, 0, 4, 5, 6]));
    expectClose(readMatrix(file('VersorRigid3DTransform', [0, half, 0, 4, 5, 6])), byAngle);
    expectClose(readMatrix(file('Similarity3DTransform', [0, half, 0, 4, 5, 6, 1])), byAngle);
  });

  it('applies the last transform of a composite first', () => {
    const shift = freezeAffine([[1, 0, 0, 3], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]); // prettier-ignore
    const part = (m: Affine): string => formatMatrix(m, 'itk').split('\n').slice(2).join('\n');
    const text = `#Insight Transform File V1.0
#Transform 0
Transform: CompositeTransform_double_3_3
#Transform 1
${part(matrix)}
#Transform 2
${part(shift)}`;
    expectClose(readMatrix(text), composeAffine(matrix, shift));
    expectClose(composeAffine(readMatrix(text), invertAffine(shift)), matrix);
  });

  it.each([
    ['three lines', '1 0 0 0\n0 1 0 0\n0 0 1 0\n', /four lines of four numbers.*found 3 lines/],
    ['a word', '1 0 0 x\n0 1 0 0\n0 0 1 0\n0 0 0 1', /four lines/],
    ['a projective last line', '1 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 1 1', /0 0 0 1, found 0 0 1 1/],
    ['a singular matrix', '1 0 0 0\n0 0 0 0\n0 0 1 0\n0 0 0 1', /invertible/],
    ['nothing', '', /found 0 lines/],
    [
      'a warp',
      '#Insight Transform File V1.0\n#Transform 0\nTransform: BSplineTransform_double_3_3\nParameters: 1\nFixedParameters:\n',
      /linear ITK transform.*BSplineTransform/,
    ],
    [
      'too few parameters',
      '#Insight Transform File V1.0\n#Transform 0\nTransform: AffineTransform_double_3_3\nParameters: 1 2\nFixedParameters: 0 0 0\n',
      /12 finite parameters.*found 2/,
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => readMatrix(text)).toThrow(message);
  });

  it('refuses a .mat that promises more than it holds', () => {
    const whole = encodeMatlab4([{ name: 'AffineTransform_double_3_3', values: new Array<number>(12).fill(1) }]);
    expect(() => readMatrix(whole.subarray(0, whole.length - 8))).toThrow(/a matrix within/);
    const wrong = whole.slice();
    wrong[0] = 50;
    expect(() => readMatrix(wrong)).toThrow(/type 50/);
  });
});
