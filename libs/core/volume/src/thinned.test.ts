import { expect, it } from 'vitest';
import { thinned } from './thinned.ts';

it('takes every n-th voxel, n odd', () => {
  const voxels = Int16Array.from({ length: 48 }, (_, i) => i);
  expect([...thinned(voxels, 12)]).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45]);
  expect([...thinned(voxels, 15)]).toEqual(Array.from({ length: 16 }, (_, i) => 3 * i));
});

it('takes all of few', () => {
  expect([...thinned(Float32Array.of(3, 1, 2), 1000)]).toEqual([3, 1, 2]);
});
