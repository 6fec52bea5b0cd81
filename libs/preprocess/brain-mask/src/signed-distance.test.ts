import { identityAffine, Volume, fillHoles, keepLargestComponent } from '@braingen/volume';
import { expect, it } from 'vitest';
import { distanceFrom, signedDistance } from './signed-distance.ts';

it('measures exact distances on anisotropic grids', () => {
  const grid = {
    shape: [9, 8, 7] as const,
    affine: [
      [1, 0, 0, 0],
      [0, 2, 0, 0],
      [0, 0, 3, 0],
      [0, 0, 0, 1],
    ] as const,
  };
  const features = [
    [1, 2, 3],
    [7, 6, 0],
    [4, 0, 6],
  ];
  const at = features.map(([x, y, z]) => x + 9 * (y + 8 * z));
  const distance = distanceFrom(grid, (i) => at.includes(i));
  for (let i = 0; i < distance.length; i++) {
    const [x, y, z] = [i % 9, Math.floor(i / 9) % 8, Math.floor(i / 72)];
    const nearest = Math.min(...features.map(([a, b, c]) => Math.hypot(x - a, 2 * (y - b), 3 * (z - c))));
    expect(distance[i]).toBeCloseTo(nearest, 5);
  }
});

it('is negative inside, positive outside, and zero between', () => {
  const line = new Volume(Float32Array.of(0, 0, 1, 1, 1, 0), { shape: [6, 1, 1], affine: identityAffine });
  expect([...signedDistance(line).voxels]).toEqual([1.5, 0.5, -0.5, -1.5, -0.5, 0.5]);
});

it('keeps the largest piece and fills what is closed in', () => {
  const shape = [7, 5, 5] as const;
  const mask = new Uint8Array(175);
  const set = (x: number, y: number, z: number, value: number): void => {
    mask[x + 7 * (y + 5 * z)] = value;
  };
  for (let z = 0; z < 5; z++) for (let y = 0; y < 5; y++) for (let x = 0; x < 5; x++) set(x, y, z, 1);
  set(2, 2, 2, 0);
  set(2, 2, 0, 0);
  set(6, 4, 4, 1);
  keepLargestComponent(mask, shape);
  fillHoles(mask, shape);
  expect(mask[6 + 7 * (4 + 5 * 4)]).toBe(0);
  expect(mask[2 + 7 * (2 + 5 * 2)]).toBe(1);
  expect(mask[2 + 7 * 2]).toBe(0);
  expect(mask.reduce((n, value) => n + value, 0)).toBe(124);
});
