import { expect, test } from 'vitest';
import { intensityRange } from './intensity-range.ts';

test('finds the darkest and the brightest voxel', () => {
  expect(intensityRange(Float32Array.of(3, -1, 7, 2))).toEqual([-1, 7]);
  expect(intensityRange(Uint8Array.of(4))).toEqual([4, 4]);
});
