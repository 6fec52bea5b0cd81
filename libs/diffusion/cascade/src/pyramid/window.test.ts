import { inMemory } from '@braingen/trainer';
import type { Shape3 } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { findWindow, putWindow, takeWindow } from './window.ts';

const grid: Shape3 = [12, 14, 10];
const at = (x: number, y: number, z: number): number => (x * grid[1] + y) * grid[2] + z;

/** Background of -1 with a voxel in two corners of a box. */
function box(low: Shape3, high: Shape3): Float32Array {
  const volume = new Float32Array(12 * 14 * 10).fill(-1);
  volume[at(...low)] = 0.25;
  volume[at(...high)] = 0.5;
  return volume;
}

describe('findWindow', () => {
  it('holds all volumes, in sides of the multiple, around the middle of the first axis', async () => {
    const window = await findWindow(inMemory([box([3, 2, 0], [5, 6, 4]), box([4, 5, 1], [7, 9, 6])]), grid, 4);
    expect(window).toEqual({ grid, offset: [2, 2, -1], shape: [8, 8, 8], background: -1 });
  });

  it('refuses volumes without a head', async () => {
    await expect(findWindow(inMemory([new Float32Array(1680)]), grid, 4)).rejects.toThrow(
      'expected volumes that differ from 0, found none',
    );
  });
});

describe('takeWindow and putWindow', () => {
  it('lose nothing, and bring background back as it was', async () => {
    const volume = box([3, 2, 0], [7, 9, 6]);
    const window = await findWindow(inMemory([volume]), grid, 4);
    const taken = takeWindow(volume, window);
    expect(taken.length).toBe(512);
    expect(taken.filter((value) => value !== 0)).toEqual(Float32Array.of(1.25, 1.5));
    expect(putWindow(taken, window)).toEqual(volume);
  });
});
