import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { raiseAir } from './air-level.ts';

const random = createRandom('air');
const head = new Volume(
  Float32Array.from({ length: 20 ** 3 }, (_, i) => (i % 3 === 0 ? 100 : 0) + Math.abs(random.normal())),
  { shape: [20, 20, 20], affine: identityAffine },
);

test('takes an offset off, and says so', () => {
  const { volume, warnings } = raiseAir(head.with(head.voxels.map((value) => value - 30)));
  expect(warnings).toEqual(['intensities reach down to -30.0 in the air: shifted up to 0']);
  volume.voxels.forEach((value, i) => expect(Math.abs(value - head.voxels[i])).toBeLessThan(0.1));
});

test('an outlier does not decide where air is', () => {
  const { volume } = raiseAir(head.with(head.voxels.map((value, i) => (i === 7 ? -1e6 : value - 30))));
  expect(volume.voxels[7]).toBe(0);
  expect(volume.voxels[9]).toBeCloseTo(head.voxels[9], 1);
});

test('leaves ringing and ordinary heads alone', () => {
  expect(raiseAir(head)).toEqual({ volume: head, warnings: [] });
  const ringing = head.with(head.voxels.map((value) => value - 2));
  expect(raiseAir(ringing).volume).toBe(ringing);
});
