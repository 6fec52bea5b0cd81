import { expect, it } from 'vitest';
import { assertContrast, assertThreeDimensional } from './contrast.ts';
import { identityAffine } from './geometry/affine.ts';
import { Volume } from './geometry/volume.ts';

const volume = new Volume(Float32Array.of(7, 7, 7, 7), { shape: [2, 2, 1], affine: identityAffine });

it('tells constant images from others', () => {
  expect(() => assertContrast(volume, 'n4')).toThrow('n4: expected an image with contrast, found 7 in all 4 voxels');
  expect(() => assertContrast(volume.with(Float32Array.of(7, 7, 7, 8)), 'n4')).not.toThrow();
});

it('tells slices from volumes', () => {
  expect(() => assertThreeDimensional(volume, 'denoise')).toThrow(
    'denoise: expected at least two voxels along each axis, found 2x2x1',
  );
  expect(() =>
    assertThreeDimensional(Volume.zeros({ shape: [2, 2, 2], affine: identityAffine }), 'denoise'),
  ).not.toThrow();
});
