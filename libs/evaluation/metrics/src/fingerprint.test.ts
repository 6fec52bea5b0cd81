import { freezeAffine, Volume } from '@braingen/volume';
import { describe, expect, it } from 'vitest';
import { fingerprint, mirrored, shifted, type Fingerprint } from './fingerprint.ts';

const shape = [3, 2, 2] as const;
const head: Fingerprint = { shape, voxels: Float32Array.from({ length: 12 }, (_, i) => i + 1) };

describe('shifted', () => {
  it('moves voxels along each axis, zeros come in', () => {
    expect([...shifted(head, [1, 0, 0]).voxels]).toEqual([0, 1, 2, 0, 4, 5, 0, 7, 8, 0, 10, 11]);
    expect([...shifted(head, [-1, 0, 0]).voxels]).toEqual([2, 3, 0, 5, 6, 0, 8, 9, 0, 11, 12, 0]);
    expect([...shifted(head, [0, -1, 1]).voxels]).toEqual([0, 0, 0, 0, 0, 0, 4, 5, 6, 0, 0, 0]);
  });
});

describe('fingerprint', () => {
  it('is upright and centred, whatever way the volume is stored and moved', () => {
    const affine = freezeAffine([
      [-1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]);
    const voxels = new Float32Array(64);
    voxels[0] = 1;
    voxels[1] = 1;
    const { voxels: found } = fingerprint(new Volume(voxels, { shape: [4, 4, 4], affine }));
    const centre = found.reduce((sum, value, i) => sum + value * ((i % 4) - 1.5), 0);
    expect(centre).toBeCloseTo(0, 6);
  });

  it('mirrored twice is itself', () => {
    expect(mirrored(mirrored(head))).toEqual(head);
  });
});
