import { toBlocks } from '@braingen/cascade';
import { expect, it } from 'vitest';
import { mirror } from './mirror.ts';
import { networkGrid } from './network-grid.ts';

const { shape } = networkGrid;
const [d, h, w] = shape;
const values = Float32Array.from({ length: d * h * w }, (_, i) => i);
const same = (a: Float32Array, b: Float32Array): boolean => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

it('is the blocks of a volume whose rows along x are reversed', () => {
  const reversed = values.map((_, i) => values[(d - 1 - Math.floor(i / (h * w))) * h * w + (i % (h * w))]);
  expect(same(mirror(toBlocks(values, shape)), toBlocks(reversed, shape))).toBe(true);
});

it('keeps the values of each voxel in order, and is its own inverse', () => {
  const pairs = Float32Array.from({ length: 2 * values.length }, (_, i) => i);
  const mirrored = mirror(pairs);
  expect([...mirrored.subarray(0, 2)].map((value) => value % 2)).toEqual([0, 1]);
  expect(same(mirror(mirrored), pairs)).toBe(true);
});
