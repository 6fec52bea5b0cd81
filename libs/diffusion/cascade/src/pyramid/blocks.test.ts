import { describe, expect, it } from 'vitest';
import { fromBlocks, toBlocks } from './blocks.ts';

const shape = [2, 4, 6] as const;
const volume = Float32Array.from({ length: 48 }, (_, i) => i);

describe('toBlocks', () => {
  it('puts the voxels of a block beside each other, blocks in the order of the volume', () => {
    const blocks = toBlocks(volume, shape);
    expect([...blocks.slice(0, 8)]).toEqual([0, 1, 6, 7, 24, 25, 30, 31]);
    expect([...blocks.slice(8, 16)]).toEqual([2, 3, 8, 9, 26, 27, 32, 33]);
    expect([...blocks.slice(24, 32)]).toEqual([12, 13, 18, 19, 36, 37, 42, 43]);
  });

  it('is undone by fromBlocks', () => expect(fromBlocks(toBlocks(volume, shape), shape)).toEqual(volume));

  it('refuses odd sides', () => expect(() => toBlocks(new Float32Array(12), [2, 3, 2])).toThrow('expected even sides'));
});
