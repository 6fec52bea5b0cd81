import { identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { labelSets } from './label-sets.ts';

const named = (name: string, age?: string) => ({
  name,
  volume: new Volume(Float32Array.of(name.length, Number(age ?? 0)), { shape: [2, 1, 1], affine: identityAffine }),
  ...(age !== undefined && { condition: { age } }),
});
const read = (...volumes: ReturnType<typeof named>[]) => ({ volumes, warnings: [] });
const real = read(named('sub-01_ses-1', '30'), named('sub-01_ses-2', '31'), named('sub-02', '40'), named('sub-03'));
const synthetic = read(named('sample-0001', '50'));

test('people are told apart, and those without a label are named', () => {
  const { training, unseen, warnings, ...rest } = labelSets(real, synthetic, { column: 'age', heldOut: ['sub-01'] });
  expect(training.map(({ participant, target }) => [participant, target])).toEqual([['sub-02', '40']]);
  expect(unseen.map(({ participant, target }) => [participant, target])).toEqual([
    ['sub-01', '30'],
    ['sub-01', '31'],
  ]);
  expect(rest.synthetic.map(({ participant }) => participant)).toEqual(['sample-0001']);
  expect(warnings).toEqual(['1 training volumes are left out, of which age is not known: sub-03']);
});

test('a training set says it as well as a list; without either nothing can be tested', () => {
  const options = { column: 'age', training: [named('sub-02', '40')] };
  expect(labelSets(real, synthetic, options).unseen).toHaveLength(2);
  expect(() => labelSets(real, synthetic, { column: 'age' })).toThrow('heldOut: expected who was not trained on');
});
