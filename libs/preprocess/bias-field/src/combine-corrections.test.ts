import { identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { combineCorrections } from './combine-corrections.ts';

const volume = (...voxels: number[]): Volume<Float32Array> =>
  new Volume(Float32Array.from(voxels), { shape: [voxels.length, 1, 1], affine: identityAffine });

test('two corrections are one: the input divided by both fields', () => {
  const first = { volume: volume(50, 10), field: volume(2, 4), warnings: ['a'] };
  const second = { volume: volume(25, 20), field: volume(2, 0.5), warnings: ['b'] };
  const both = combineCorrections(first, second);
  expect(both.volume.voxels.map((value, i) => value * both.field.voxels[i])).toEqual(Float32Array.of(100, 40));
  expect(both.warnings).toEqual(['a', 'b']);
  expect(() => combineCorrections(first, { ...second, field: volume(1) })).toThrow(
    /combineCorrections: expected one grid/,
  );
});
