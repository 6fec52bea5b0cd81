import { expect, it } from 'vitest';
import { composeAffine, freezeAffine, invertAffine } from '../geometry/affine.ts';
import { Volume, type Shape3 } from '../geometry/volume.ts';
import { createRandom } from '../random/random.ts';
import { resample } from './resample.ts';
import { resize, resizeGrid } from './resize.ts';

const random = createRandom('spread');
const shape: Shape3 = [13, 9, 11];
const noise = new Volume(
  Float32Array.from({ length: 13 * 9 * 11 }, () => random.normal()),
  { shape, affine: freezeAffine([[0.9, 0.2, 0, -7], [-0.2, 1.1, 0.1, 3], [0, 0, 1.4, 2], [0, 0, 0, 1]]) }, // prettier-ignore
);
const [cos, sin] = [Math.cos(0.5), Math.sin(0.5)];
const turn = freezeAffine([[cos, -sin, 0, 3], [sin, cos, 0, -2], [0, 0, 1, 1], [0, 0, 0, 1]]); // prettier-ignore

it.each<Shape3>([
  [6, 4, 5],
  [13, 9, 11],
  [20, 9, 4],
])('is resize where grids lie alike: to %i x %i x %i', (...target) => {
  const expected = resize(noise, target).voxels;
  const found = resample(noise, resizeGrid(noise, target), { antialias: true }).voxels;
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
});

it('is the same whatever the world between two grids', () => {
  const grid = resizeGrid(noise, [6, 4, 5]);
  const expected = resample(noise, grid, { antialias: true }).voxels;
  const moved = { ...grid, affine: composeAffine(invertAffine(turn), grid.affine) };
  const found = resample(noise, moved, { antialias: true, transform: turn }).voxels;
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
});

it('keeps a constant, leaves what lies outside, and averages noise away', () => {
  const grid = { ...resizeGrid(noise, [5, 4, 4]), affine: composeAffine(turn, resizeGrid(noise, [5, 4, 4]).affine) };
  const flat = resample(noise.with(noise.voxels.map(() => 7)), grid, { antialias: true, background: -1 });
  const plain = resample(noise.with(noise.voxels.map(() => 7)), grid, { background: -1 });
  flat.voxels.forEach((value, i) => expect(value).toBeCloseTo(plain.voxels[i], 5));
  expect(plain.voxels).toContain(-1);
  const power = (antialias: boolean): number =>
    resample(noise, grid, { antialias }).voxels.reduce((sum, value) => sum + value * value, 0);
  expect(power(true)).toBeLessThan(0.6 * power(false));
});

it('leaves no gap where thick voxels are turned and the new grid is fine', () => {
  const thick = Volume.zeros({ shape: [6, 6, 6], affine: freezeAffine([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 6, 0], [0, 0, 0, 1]]) }); // prettier-ignore
  thick.voxels.fill(3);
  const side = freezeAffine([[1, 0, 0, 0], [0, cos, -sin, 0], [0, sin, cos, 0], [0, 0, 0, 1]]); // prettier-ignore
  const grid = { shape: [8, 8, 8] as const, affine: composeAffine(side, freezeAffine([[0.5, 0, 0, 1], [0, 0.5, 0, 2], [0, 0, 0.5, 3], [0, 0, 0, 1]])) }; // prettier-ignore
  const found = resample(thick, grid, { antialias: true, background: -1 });
  const inside = resample(thick, grid, { background: -1 });
  found.voxels.forEach((value, i) => expect(value).toBeCloseTo(inside.voxels[i], 4));
});

it('refuses an interpolation that it does not know', () => {
  expect(() => resample(noise, noise, { antialias: true, interpolation: 'cubic' })).toThrow(
    "expected interpolation 'linear' with antialias, found 'cubic'",
  );
});
