import { freezeAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { featureCount, voxelFeatures } from './voxel-features.ts';

test('a voxel is its place, its intensity, and what is about it: on a slope along y, what is farther along y', () => {
  const shape = [40, 120, 40] as const;
  const affine = freezeAffine([
    [2, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 2, 0],
    [0, 0, 0, 1],
  ]);
  const slope = new Volume(
    Float32Array.from({ length: 40 * 120 * 40 }, (_, i) => Math.floor(i / 40) % 120),
    { shape, affine },
  );
  const row = new Float32Array(featureCount);
  voxelFeatures(slope)(20 + 40 * (60 + 120 * 20), row);
  const around = (reach: number): number[] => [60, 0, 0, -reach, reach, 0, 0];
  const expected = [20, 60, 20, 60, ...around(4), ...around(12), ...around(24)];
  expected.forEach((value, i) => expect(row[i]).toBeCloseTo(value, 3));
});

test('beyond the border the border is repeated', () => {
  const grid = {
    shape: [3, 3, 3] as const,
    affine: freezeAffine([
      [4, 0, 0, 0],
      [0, 4, 0, 0],
      [0, 0, 4, 0],
      [0, 0, 0, 1],
    ]),
  };
  const row = new Float32Array(featureCount);
  voxelFeatures(new Volume(new Float32Array(27).fill(5), grid))(0, row);
  expect(Array.from(row)).toEqual([0, 0, 0, 5, ...[1, 2, 3].flatMap(() => [expect.closeTo(5, 5), 0, 0, 0, 0, 0, 0])]);
});
