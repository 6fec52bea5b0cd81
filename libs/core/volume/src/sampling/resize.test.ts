import fc from 'fast-check';
import { expect, it } from 'vitest';
import { identityAffine } from '../geometry/affine.ts';
import { voxelToWorld } from '../geometry/grid.ts';
import { Volume, type Shape3 } from '../geometry/volume.ts';
import { affines, shapes } from '../testing/arbitraries.test-data.ts';
import { reference } from '../testing/reference.test-data.ts';
import { resize } from './resize.ts';

const figures = reference<{
  shape: Shape3;
  voxels: number[];
  cases: { target: Shape3; interpolation: 'linear' | 'cubic'; antialias: boolean; voxels: number[] }[];
}>('resize');

it.each(figures.cases)(
  "gives PyTorch's values: $interpolation to $target, antialias $antialias",
  ({ target, voxels, ...options }) => {
    const source = new Volume(Float32Array.from(figures.voxels), { shape: figures.shape, affine: identityAffine });
    const result = resize(source, target, options);
    voxels.forEach((value, i) => expect(result.voxels[i]).toBeCloseTo(value, 5));
  },
);

it('keeps the field of view', () => {
  const head = Volume.zeros({
    shape: [181, 217, 181],
    affine: [
      [1, 0, 0, -90],
      [0, 1, 0, -126],
      [0, 0, 1, -72],
      [0, 0, 0, 1],
    ],
  });
  const small = resize(head, [84, 128, 84]);
  expect(small.shape).toEqual([84, 128, 84]);
  [181 / 84, 217 / 128, 181 / 84].forEach((spacing, axis) => expect(small.spacing[axis]).toBeCloseTo(spacing, 12));
  const faces = (volume: Volume, end: 0 | 1): number[] =>
    voxelToWorld(volume, volume.shape.map((n) => (end ? n - 0.5 : -0.5)) as unknown as Shape3);
  for (const end of [0, 1] as const)
    faces(small, end).forEach((value, axis) => expect(value).toBeCloseTo(faces(head, end)[axis], 9));
});

it('keeps constants, and the centre of gravity of what it shrinks', () => {
  fc.assert(
    fc.property(
      shapes,
      shapes,
      affines,
      fc.constantFrom('linear' as const, 'cubic' as const, 'nearest' as const),
      (from, to, affine, interpolation) => {
        const constant = Volume.zeros({ shape: from, affine });
        constant.voxels.fill(3);
        resize(constant, to, { interpolation }).voxels.forEach((value) => expect(value).toBeCloseTo(3, 5));
      },
    ),
  );
  const blob = Volume.zeros({ shape: [40, 40, 40], affine: identityAffine });
  for (let i = 0; i < blob.voxels.length; i++) {
    const [x, y, z] = [i % 40, Math.floor(i / 40) % 40, Math.floor(i / 1600)];
    blob.voxels[i] = Math.exp(-((x - 17.3) ** 2 + (y - 21.8) ** 2 + (z - 19.1) ** 2) / 30);
  }
  centre(resize(blob, [13, 20, 40])).forEach((value, axis) => expect(value).toBeCloseTo([17.3, 21.8, 19.1][axis], 2));
});

function centre(volume: Volume): number[] {
  const [nx, ny] = volume.shape;
  const sum = [0, 0, 0, 0];
  volume.voxels.forEach((value, i) => {
    const point = voxelToWorld(volume, [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]);
    point.forEach((coordinate, axis) => (sum[axis] += value * coordinate));
    sum[3] += value;
  });
  return sum.slice(0, 3).map((value) => value / sum[3]);
}

it('averages away what the new grid cannot hold, by default', () => {
  const stripes = Volume.zeros({ shape: [60, 4, 4], affine: identityAffine });
  stripes.voxels.forEach((_, i) => (stripes.voxels[i] = i % 2 === 0 ? 1 : -1));
  const spread = (volume: Volume): number => Math.max(...volume.voxels) - Math.min(...volume.voxels);
  expect(spread(resize(stripes, [25, 4, 4]))).toBeLessThan(0.25);
  expect(spread(resize(stripes, [25, 4, 4], { antialias: false }))).toBeGreaterThan(1);
});

it('keeps labels and their type with nearest', () => {
  const labels = new Volume(Uint8Array.of(3, 8), { shape: [2, 1, 1], affine: identityAffine });
  expect(resize(labels, [6, 1, 1], { interpolation: 'nearest' }).voxels).toEqual(Uint8Array.of(3, 3, 3, 8, 8, 8));
});

it('refuses shapes that are none', () => {
  expect(() => resize(Volume.zeros({ shape: [2, 2, 2], affine: identityAffine }), [2, 2.5, 2])).toThrow(
    /positive integers/,
  );
});
