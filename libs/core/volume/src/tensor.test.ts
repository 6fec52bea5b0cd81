import fc from 'fast-check';
import { expect, it } from 'vitest';
import { identityAffine } from './geometry/affine.ts';
import { Volume } from './geometry/volume.ts';
import { tensorToVolumes, volumesToTensor } from './tensor.ts';
import { volumes } from './testing/arbitraries.test-data.ts';

it('puts x, y, z on d, h, w, with w fastest', () => {
  const volume = new Volume(Float32Array.of(0, 100, 200, 10, 110, 210, 1, 101, 201, 11, 111, 211), {
    shape: [3, 2, 2],
    affine: identityAffine,
  });
  const { data, shape } = volumesToTensor([volume]);
  expect(shape).toEqual([1, 3, 2, 2, 1]);
  expect([...data]).toEqual([0, 1, 10, 11, 100, 101, 110, 111, 200, 201, 210, 211]);
});

it('comes back', () => {
  fc.assert(
    fc.property(volumes, (volume) => {
      const second = volume.with(Float32Array.from(volume.voxels, (value) => value / 2));
      const { data, shape } = volumesToTensor([volume, second]);
      const [a, b] = tensorToVolumes(data, shape, volume.affine);
      expect([...a.voxels]).toEqual([...volume.voxels]);
      expect(b.voxels).toEqual(second.voxels);
      expect(a.affine).toEqual(volume.affine);
    }),
  );
});

it('covers more than a tile, in every direction', () => {
  const volume = Volume.zeros({ shape: [37, 5, 41], affine: identityAffine });
  volume.voxels.forEach((_, i) => (volume.voxels[i] = i));
  const { data } = volumesToTensor([volume]);
  expect(data[(36 * 5 + 4) * 41 + 40]).toBe(36 + 37 * (4 + 5 * 40));
  expect(data[(20 * 5 + 2) * 41 + 17]).toBe(20 + 37 * (2 + 5 * 17));
});

it('makes volumes of channels', () => {
  const [first, second] = tensorToVolumes(Float32Array.of(1, 10, 2, 20), [1, 1, 1, 2, 2], identityAffine);
  expect([...first.voxels, ...second.voxels]).toEqual([1, 2, 10, 20]);
});

it('refuses different grids, none, and shapes that do not fit', () => {
  const [a, b] = [2, 3].map((n) => Volume.zeros({ shape: [n, 1, 1], affine: identityAffine }));
  expect(() => volumesToTensor([a, b])).toThrow(/volumes 0 and 1: expected one grid, found 2x1x1 .* 3x1x1/);
  expect(() => volumesToTensor([])).toThrow(/at least one/);
  expect(() => tensorToVolumes(new Float32Array(5), [1, 2, 1, 2, 1], identityAffine)).toThrow(
    /5 numbers for \[1, 2, 1, 2, 1\]/,
  );
});
