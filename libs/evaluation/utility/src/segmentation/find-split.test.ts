import { createRandom } from '@braingen/volume';
import { expect, test } from 'vitest';
import type { BinnedVoxels } from './binned-voxels.ts';
import { findSplit } from './find-split.ts';

const voxels = (bins: readonly number[], classes: readonly number[]): BinnedVoxels => ({
  bins: [Uint8Array.from(bins)],
  edges: [Float32Array.from({ length: 63 }, (_, i) => i)],
  classes: Uint8Array.from(classes),
  weights: new Float32Array(classes.length).fill(1),
});
const split = (bins: readonly number[], classes: readonly number[]) =>
  findSplit(voxels(bins, classes), Int32Array.from(classes.keys()), 3, createRandom(1));

test('classes are parted where that leaves the purest halves', () => {
  expect(split([1, 2, 3, 9, 9, 12], [0, 0, 0, 1, 1, 1])).toEqual({ feature: 0, bin: 3 });
  // The mean Gini impurity of the halves is 0.33 beyond bin 1, 0.25 beyond bin 3, 0.5 beyond bin 9.
  expect(split([1, 3, 9, 12], [0, 1, 2, 2])).toEqual({ feature: 0, bin: 3 });
});

test('nothing is parted where it leaves nothing purer', () => {
  expect(split([5, 5, 5], [0, 1, 2])).toBeUndefined();
  expect(split([1, 2, 3], [1, 1, 1])).toBeUndefined();
});
