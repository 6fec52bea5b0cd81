import { expect, it } from 'vitest';
import { identityAffine } from './affine.ts';
import { Volume } from './volume.ts';

it('is x fastest, as an array and as an ndarray', () => {
  const volume = new Volume(
    Float32Array.from({ length: 24 }, (_, i) => i),
    { shape: [4, 3, 2], affine: identityAffine },
  );
  expect(volume.data.get(3, 2, 1)).toBe(23);
  expect(volume.data.get(1, 2, 0)).toBe(9);
  volume.data.set(1, 2, 0, 100);
  expect(volume.voxels[9]).toBe(100);
});

it('keeps its geometry', () => {
  const shape: [number, number, number] = [1, 1, 1];
  const volume = Volume.zeros({ shape, affine: identityAffine });
  shape[0] = 5;
  expect(volume.shape).toEqual([1, 1, 1]);
  expect(() => ((volume.shape as unknown as number[])[0] = 2)).toThrow(TypeError);
  expect(volume.with(Uint8Array.of(1)).affine).toEqual(volume.affine);
});

it('refuses voxels that do not fit', () => {
  expect(() => new Volume(new Float32Array(5), { shape: [2, 2, 1], affine: identityAffine })).toThrow(
    'expected 4 voxels for 2 x 2 x 1, found 5',
  );
  expect(() => Volume.zeros({ shape: [2, 0, 1], affine: identityAffine })).toThrow(/positive integers/);
});
