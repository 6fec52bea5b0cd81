import { createRandom, freezeAffine, reorient, resizeGrid, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { onGrid } from './on-grid.ts';

const affine = freezeAffine([
  [2, 0, 0, -9],
  [0, 2, 0, -11],
  [0, 0, 2, -7],
  [0, 0, 0, 1],
]);
const random = createRandom(3);
const ras = new Volume(
  Float32Array.from({ length: 10 * 12 * 8 }, () => random.uniform()),
  { shape: [10, 12, 8], affine },
);

describe('onGrid', () => {
  it.each(['LAS', 'ASR', 'PIL'])('turns a volume stored as %s without touching a voxel', (code) => {
    const stored = reorient(ras, code);
    expect(onGrid(stored, ras).voxels).toEqual(ras.voxels);
    expect(onGrid(ras, stored).voxels).toEqual(stored.voxels);
  });

  it('hands a volume on that is there already', () => {
    expect(onGrid(ras, ras)).toBe(ras);
  });

  it('averages to coarser voxels over the same field of view, whichever way they are stored', () => {
    const coarse = resizeGrid(ras, [5, 6, 4]);
    const [straight, turned] = [ras, reorient(ras, 'LPS')].map((volume) => onGrid(volume, coarse));
    turned.voxels.forEach((value, i) => expect(value).toBeCloseTo(straight.voxels[i], 5));
  });

  it('looks a shifted volume up where it lies', () => {
    const shifted = {
      shape: ras.shape,
      affine: freezeAffine(affine.map((row, i) => (i === 0 ? [2, 0, 0, -5] : [...row]))),
    };
    const moved = onGrid(ras, shifted);
    expect(moved.voxels[0]).toBeCloseTo(ras.voxels[2], 6);
    expect(moved.voxels[9]).toBe(0);
  });
});
