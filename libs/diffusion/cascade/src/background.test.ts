import { describe, expect, it } from 'vitest';
import { clearBackground } from './background.ts';

describe('clearBackground', () => {
  it('clears what is faint and reaches the border, and specks apart from the head; leaves what is faint inside', () => {
    const side = 7;
    const at = (x: number, y: number, z: number): number => (x * side + y) * side + z;
    const volume = new Float32Array(side ** 3).fill(0.02);
    for (let x = 1; x < 6; x++) for (let y = 1; y < 6; y++) for (let z = 1; z < 6; z++) volume[at(x, y, z)] = 0.5;
    volume[at(3, 3, 3)] = 0.01;
    // A speck in the air.
    volume[at(0, 0, 0)] = 0.7;
    clearBackground(volume, [side, side, side], 0.05);
    expect(volume[at(3, 3, 3)]).toBeCloseTo(0.01, 6);
    expect(volume[at(0, 3, 3)]).toBe(0);
    expect(volume.filter((value) => value === 0)).toHaveLength(side ** 3 - 125);
  });
});
