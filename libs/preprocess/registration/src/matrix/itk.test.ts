import { readFileSync } from 'node:fs';
import { applyAffine, type Vector3 } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { encodeItkMat, formatMatrix } from './format.ts';
import { readMatrix } from './read.ts';

/** Files that ITK wrote, and where it maps points: tools/parity/registration/itk_matrices.py. */
const file = new URL('../../../../../test-fixtures/reference/registration/itk-matrices.json', import.meta.url);
const { points, cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  points: Vector3[];
  cases: { name: string; txt: string; mat: string; mapped: Vector3[] }[];
};
const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const toRas = ([x, y, z]: Vector3): Vector3 => [-x, -y, z];

describe.each(cases)("ITK's $name", ({ name, txt, mat, mapped }) => {
  it.each([['.txt', txt], ...(name === 'composite' ? [] : [['.mat', mat]])])(
    'maps points as ITK does (%s)',
    (_, content) => {
      const matrix = readMatrix(bytesOf(content));
      for (const [i, point] of points.entries()) {
        const found = applyAffine(matrix, toRas(point));
        for (let axis = 0; axis < 3; axis++) expect(found[axis]).toBeCloseTo(toRas(mapped[i])[axis], 9);
      }
    },
  );
});

it('refuses a composite .mat, from which ITK left out the parts', () => {
  const { mat } = cases[cases.length - 1];
  expect(() => readMatrix(bytesOf(mat))).toThrow(/a composite one without its parts/);
});

it('writes an affine as ITK does', () => {
  const affine = cases[0];
  const matrix = readMatrix(bytesOf(affine.txt));
  // ITK keeps a centre where we keep none: only what the bytes begin with can be the same.
  expect([...encodeItkMat(matrix).subarray(0, 46)]).toEqual([...bytesOf(affine.mat).subarray(0, 46)]);
  expect(formatMatrix(matrix, 'itk').split('\n')[2]).toBe(atob(affine.txt).split('\n')[2]);
});
