import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeAffine, freezeAffine, identityAffine, invertAffine, type Affine } from '../geometry/affine.ts';
import { Volume, type Shape3 } from '../geometry/volume.ts';
import { affines, volumes } from '../testing/arbitraries.test-data.ts';
import { reference } from '../testing/reference.test-data.ts';
import { resample } from './resample.ts';

const figures = reference<{
  shape: Shape3;
  target: Shape3;
  voxels: number[];
  affine: Affine;
  cases: { grid: Affine; where: ('inside' | 'border' | 'outside')[]; linear: number[]; cubic: number[] }[];
}>('resample');
const source = new Volume(Float32Array.from(figures.voxels), figures);

describe.each(figures.cases)('on an oblique, sheared grid', ({ grid, where, linear, cubic }) => {
  const target = { shape: figures.target, affine: grid };

  it.each(['linear', 'cubic'] as const)("%s: SciPy's values inside, background outside", (interpolation) => {
    const expected = { linear, cubic }[interpolation];
    const result = resample(source, target, { interpolation, background: -9 });
    expect(where.filter((place) => place === 'inside').length).toBeGreaterThan(20);
    where.forEach((place, i) => {
      if (place === 'inside') expect(result.voxels[i]).toBeCloseTo(expected[i], 5);
      if (place === 'outside') expect(result.voxels[i]).toBe(-9);
    });
  });

  it('takes a transform for the same as a moved grid', () => {
    const transform = freezeAffine([
      [0.9, 0.1, 0, 3],
      [-0.1, 1.1, 0.05, -2],
      [0, 0.02, 1, 1],
      [0, 0, 0, 1],
    ]);
    const moved = resample(source, { ...target, affine: composeAffine(invertAffine(transform), grid) }, { transform });
    moved.voxels.forEach((value, i) => expect(value).toBeCloseTo(resample(source, target).voxels[i], 4));
  });
});

describe('every interpolation', () => {
  it.each(['linear', 'nearest', 'cubic'] as const)('%s gives the volume back on its own grid', (interpolation) => {
    fc.assert(
      fc.property(volumes, (volume) => {
        // Values of a size that single precision of the spline holds.
        const small = volume.with(Float32Array.from(volume.voxels, (_, i) => ((i * 7919) % 101) / 10));
        const same = resample(small, small, { interpolation });
        same.voxels.forEach((value, i) => expect(value).toBeCloseTo(small.voxels[i], 4));
        expect(same.affine).toEqual(volume.affine);
      }),
    );
  });
});

it('linear is exact for a linear image, whatever the grids', () => {
  fc.assert(
    fc.property(affines, affines, (a, b) => {
      const shape: Shape3 = [6, 5, 4];
      const plane = (grid: Affine): Volume => {
        const volume = Volume.zeros({ shape, affine: grid });
        return volume.with(volume.voxels.map((_, i) => (i % 6) - 2 * (Math.floor(i / 6) % 5) + 3 * Math.floor(i / 30)));
      };
      const image = plane(a);
      const result = resample(image, { shape, affine: composeAffine(a, shrink) }, { background: NaN });
      const inVoxels = (x: number, y: number, z: number): number => x - 2 * y + 3 * z;
      expect(result.voxels[0]).toBeCloseTo(inVoxels(0.5, 0.75, 1), 4);
      expect(result.voxels.some(Number.isNaN)).toBe(false);
      expect(resample(image, { shape, affine: b }).shape).toEqual(shape);
    }),
  );
});

/** A grid of half the spacing that begins inside. */
const shrink = freezeAffine([
  [0.5, 0, 0, 0.5],
  [0, 0.5, 0, 0.75],
  [0, 0, 0.5, 1],
  [0, 0, 0, 1],
]);

it('keeps labels and their type with nearest', () => {
  const labels = new Volume(Uint8Array.of(7, 9), { shape: [2, 1, 1], affine: identityAffine });
  const finer = { shape: [4, 1, 1] as const, affine: freezeAffine([[0.5, 0, 0, -0.25], ...identityAffine.slice(1)]) };
  const result = resample(labels, finer, { interpolation: 'nearest' });
  expect(result.voxels).toEqual(Uint8Array.of(7, 7, 9, 9));
});

it('covers voxels to their faces and no farther', () => {
  const one = new Volume(Float32Array.of(5), { shape: [1, 1, 1], affine: identityAffine });
  const line = { shape: [7, 1, 1] as const, affine: freezeAffine([[0.25, 0, 0, -0.75], ...identityAffine.slice(1)]) };
  for (const interpolation of ['linear', 'cubic'] as const) {
    expect([...resample(one, line, { interpolation, background: -1 }).voxels]).toEqual([-1, 5, 5, 5, 5, 5, -1]);
  }
  expect([...resample(one, line, { interpolation: 'nearest', background: -1 }).voxels]).toEqual([
    -1, 5, 5, 5, 5, 5, -1,
  ]);
});

it('refuses an unknown interpolation', () => {
  expect(() => resample(source, source, { interpolation: 'sinc' as 'linear' })).toThrow(/'sinc'/);
});
