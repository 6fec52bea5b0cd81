import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { scaleDoubts } from './scale-doubts.ts';

const named = (name: string, scale: number) => {
  const random = createRandom(name);
  const voxels = Float32Array.from({ length: 1000 }, () => scale * random.uniform());
  return { name, volume: new Volume(voxels, { shape: [10, 10, 10], affine: identityAffine }) };
};

test('one scale raises no doubt', () => {
  const real = [named('a', 1), named('b', 1.5), named('c', 0.8)];
  expect(scaleDoubts({ real, synthetic: [named('d', 1), named('e', 2)], training: [] })).toEqual([]);
});

test('sets on two scales, and a volume on another than its set, are named', () => {
  const real = [named('sub-01', 255), named('sub-02', 250), named('sub-03', 1)];
  expect(scaleDoubts({ real, synthetic: [named('sample-1', 1), named('sample-2', 1)] })).toEqual([
    'sub-03: intensities on another scale than those of the other real volumes.',
    'Intensities are on two scales: real volumes (such as sub-01) span about 250, synthetic volumes (such as sample-1) span about 1. Figures compare the scales before the heads.',
  ]);
});
