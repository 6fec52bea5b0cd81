import fc from 'fast-check';
import { expect, it } from 'vitest';
import { volumes } from '../testing/arbitraries.test-data.ts';
import { identityAffine } from './affine.ts';
import { crop, cropOrPad, pad } from './crop.ts';
import { voxelToWorld } from './grid.ts';
import { Volume } from './volume.ts';

const counts = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3));

it('crops away what it padded, voxels and places', () => {
  fc.assert(
    fc.property(volumes, counts, counts, (volume, before, after) => {
      const padded = pad(volume, before, after, 3);
      expect(padded.shape).toEqual(volume.shape.map((n, axis) => n + before[axis] + after[axis]));
      const place = voxelToWorld(volume, [0, 0, 0]);
      voxelToWorld(padded, before).forEach((value, axis) => expect(value).toBeCloseTo(place[axis], 9));
      const back = crop(padded, before, volume.shape);
      expect(back.voxels).toEqual(volume.voxels);
      back.affine.flat().forEach((value, i) => expect(value).toBeCloseTo(volume.affine.flat()[i], 9));
    }),
  );
});

const counting = new Volume(
  Int16Array.from({ length: 24 }, (_, i) => i + 1),
  { shape: [4, 3, 2], affine: identityAffine },
);

it('crops a box', () => {
  const box = crop(counting, [1, 1, 1], [2, 2, 1]);
  expect([...box.voxels]).toEqual([18, 19, 22, 23]);
  expect(box.affine.slice(0, 3).map((row) => row[3])).toEqual([1, 1, 1]);
});

it('pads with the background', () => {
  const padded = pad(counting, [1, 0, 0], [0, 0, 0], -5);
  expect([...padded.voxels.subarray(0, 10)]).toEqual([-5, 1, 2, 3, 4, -5, 5, 6, 7, 8]);
});

it('crops or pads about the centre', () => {
  const fitted = cropOrPad(counting, [2, 5, 2]);
  expect([...fitted.voxels.subarray(0, 10)]).toEqual([0, 0, 2, 3, 6, 7, 10, 11, 0, 0]);
  expect(voxelToWorld(fitted, [0, 1, 0])).toEqual([1, 0, 0]);
});

it('refuses boxes outside, and fractions', () => {
  expect(() => crop(counting, [1, 0, 0], [4, 3, 2])).toThrow(
    'crop: expected a box inside 4x3x2 voxels, found 4x3x2 from (1, 0, 0)',
  );
  expect(() => crop(counting, [-1, 0, 0], [1, 1, 1])).toThrow(/start/);
  expect(() => pad(counting, [0.5, 0, 0])).toThrow(/integers/);
  expect(() => cropOrPad(counting, [0, 1, 1])).toThrow(/shape/);
});
