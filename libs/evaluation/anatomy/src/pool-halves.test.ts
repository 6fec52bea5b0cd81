import { expect, it } from 'vitest';
import { poolHalves } from './pool-halves.ts';

it('averages each channel over either half', () => {
  // Two voxels a half, two channels.
  const values = Float32Array.of(1, 10, 3, 20, 5, 30, 8, 50);
  expect([...poolHalves(values, [1, 4, 1, 1, 2])]).toEqual([2, 15, 6.5, 40]);
});
