import { expect, test } from 'vitest';
import { CascadeError, parseDescription } from './description.ts';

const right = {
  ...{ format: 'braingen-cascade', version: 3, window: {}, scales: [], rims: [{ surface: 0.3, ratio: 1.2 }] },
  ...{ variances: [1], shrinkage: {}, stages: [{ stage: {}, file: 'stage-1.safetensors' }], about: {} },
};

test('what it is made of comes back', () => {
  expect(parseDescription(JSON.stringify(right))).toMatchObject({ variances: [1], stages: right.stages });
});

test('before version 3 one intensity ended every head', () => {
  const { rims: _, ...rest } = right;
  const old = { ...rest, version: 2, scales: [{}, {}], backgroundLimit: 0.07 };
  const rim = { surface: 0.07, ratio: 1 };
  expect(parseDescription(JSON.stringify(old)).rims).toEqual([rim, rim]);
});

test.each([
  ['{"format":\n\nbraingen}', 'cascade.json: expected JSON, found "Unexpected token'],
  ['null', 'expected format braingen-cascade, version 2 or 3, found none, version none'],
  [JSON.stringify({ ...right, format: 'x'.repeat(5000) }), `found "${'x'.repeat(79)}, version 3`],
  [JSON.stringify({ ...right, stages: {} }), 'expected stages to be a list of objects, found {}'],
  [JSON.stringify({ ...right, stages: [null] }), 'expected stages to be a list of objects, found [null]'],
  [JSON.stringify({ ...right, stages: [{}] }), 'expected the name of a safetensors file, found none'],
  [JSON.stringify({ ...right, stages: [{ file: '../x.safetensors' }] }), 'found "../x.safetensors"'],
  [JSON.stringify({ ...right, rims: [{ surface: 0.3 }] }), 'expected rims to be a list of surfaces and ratios'],
  [JSON.stringify({ ...right, variances: ['1'] }), 'expected variances to be a list of numbers, found ["1"]'],
  [
    JSON.stringify({ ...right, covariates: { mean: [1, 2], covariance: [[1, 0]], loadings: [[1]] } }),
    'expected covariates to be tables of numbers',
  ],
])('%.80s is refused with the field and what was found', (text, message) => {
  expect(() => parseDescription(text)).toThrow(CascadeError);
  expect(() => parseDescription(text)).toThrow(message);
});
