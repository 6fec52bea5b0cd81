import { expect, it } from 'vitest';
import { binaryMask } from './binary-mask.ts';
import { identityAffine } from './geometry/affine.ts';
import { Volume } from './geometry/volume.ts';

it('is 1 above 0.5 and 0 elsewhere, NaN too, on the same grid', () => {
  const volume = new Volume(Float32Array.of(0, 0.5, 0.51, 1, 255, -1, NaN, 0), {
    shape: [2, 2, 2],
    affine: identityAffine,
  });
  const mask = binaryMask(volume);
  expect(mask.voxels).toEqual(Uint8Array.of(0, 0, 1, 1, 1, 0, 0, 0));
  expect(mask.affine).toEqual(identityAffine);
});
