import { expect, it } from 'vitest';
import { freezeAffine, identityAffine } from '../geometry/affine.ts';
import { Volume } from '../geometry/volume.ts';
import { assertOverlap } from './overlap.ts';
import { resample } from './resample.ts';

const volume = new Volume(new Float32Array(8).fill(3), { shape: [2, 2, 2], affine: identityAffine });
const gridFrom = (x: number): Volume =>
  Volume.zeros({
    shape: [2, 2, 2],
    affine: freezeAffine([
      [1, 0, 0, x],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]),
  });

it('tells a grid beside the volume from one that touches it; a blank volume lies nowhere', () => {
  const check = (x: number): void => assertOverlap(volume, resample(volume, gridFrom(x)), 'a.nii');
  expect(() => check(1)).not.toThrow();
  expect(() => check(40)).toThrow(
    /^a\.nii: expected a grid that overlaps 2x2x2.*first at \(0, 0, 0\), found .*first at \(40, 0, 0\)$/,
  );
  const blank = Volume.zeros(volume);
  expect(() => assertOverlap(blank, resample(blank, gridFrom(40)), 'a.nii')).not.toThrow();
});
