import { createRandom, gaussianSmooth, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { smoothShrink } from './smooth-shrink.ts';

const grid = {
  shape: [23, 19, 27],
  affine: [
    [2, 0.1, 0, -20],
    [0, 1.5, 0, 5],
    [0.3, 0, 1, 7],
    [0, 0, 0, 1],
  ],
} as const;
const random = createRandom(2);
const noise = new Volume(
  Float32Array.from({ length: 23 * 19 * 27 }, () => random.uniform()),
  grid,
);

describe('smoothShrink', () => {
  it('takes every n-th voxel and keeps its place', () => {
    const half = smoothShrink(noise, [0, 0, 0], [2, 1, 3]);
    expect(half.shape).toEqual([12, 19, 9]);
    expect(half.data.get(5, 7, 4)).toBe(noise.data.get(10, 7, 12));
    expect(half.affine[0]).toEqual([4, 0.1, 0, -20]);
    expect(half.affine[2]).toEqual([0.6, 0, 3, 7]);
  });

  it('smooths as a Gaussian does, away from the border', () => {
    const ours = smoothShrink(noise, [1.5, 0.7, 1], [2, 2, 1]);
    const reference = gaussianSmooth(noise, [1.5, 0.7, 1]);
    for (const [x, y, z] of [
      [4, 3, 9],
      [6, 5, 14],
      [5, 4, 20],
    ]) {
      expect(Math.abs(ours.data.get(x, y, z) - reference.data.get(2 * x, 2 * y, z))).toBeLessThan(2e-3);
    }
  });

  it('leaves a constant alone up to the border', () => {
    const constant = noise.with(new Float32Array(noise.voxels.length).fill(3));
    const { voxels } = smoothShrink(constant, [3, 2, 1], [1, 2, 2]);
    for (const value of voxels) expect(value).toBeCloseTo(3, 5);
  });
});
