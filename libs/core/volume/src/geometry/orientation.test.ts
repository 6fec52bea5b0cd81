import fc from 'fast-check';
import { expect, it } from 'vitest';
import { volumes } from '../testing/arbitraries.test-data.ts';
import { reference } from '../testing/reference.test-data.ts';
import { freezeAffine, spacingOf, type Affine } from './affine.ts';
import { voxelToWorld } from './grid.ts';
import { orientationOf, reorient } from './orientation.ts';
import { Volume, type Shape3 } from './volume.ts';

const figures = reference<{
  cases: { affine: Affine; codes: string }[];
  canonical: { affine: Affine; shape: Shape3; voxels: number[]; result: Affine }[];
}>('orientation');

it("gives nibabel's axis codes", () => {
  for (const { affine, codes } of figures.cases) expect(orientationOf(affine)).toBe(codes);
});

it("reorients as nibabel's as_closest_canonical", () => {
  for (const { affine, shape, voxels, result } of figures.canonical) {
    const counting = new Volume(
      Int16Array.from({ length: 24 }, (_, i) => i),
      { shape: [2, 3, 4], affine },
    );
    const canonical = reorient(counting, 'RAS');
    expect(canonical.shape).toEqual(shape);
    expect([...canonical.voxels]).toEqual(voxels);
    canonical.affine.flat().forEach((value, i) => expect(value).toBeCloseTo(result.flat()[i], 9));
  }
});

const codes = ['RAS', 'LAS', 'LPS', 'LIA', 'PSR', 'AIL', 'SRP', 'IPR'];

it('keeps every voxel at its place, and comes back', () => {
  fc.assert(
    fc.property(volumes, fc.constantFrom(...codes), (volume, code) => {
      fc.pre(isClear(volume.affine));
      const turned = reorient(volume, code);
      expect(orientationOf(turned.affine)).toBe(code);
      const value = new Map<string, number>();
      const key = (grid: typeof volume, x: number, y: number, z: number): string =>
        voxelToWorld(grid, [x, y, z])
          .map((coordinate) => Math.round(coordinate * 1e4))
          .join();
      const each = (grid: typeof volume, use: (place: string, voxel: number) => void): void => {
        const [nx, ny, nz] = grid.shape;
        for (let z = 0; z < nz; z++)
          for (let y = 0; y < ny; y++)
            for (let x = 0; x < nx; x++) use(key(grid, x, y, z), grid.voxels[x + nx * (y + ny * z)]);
      };
      each(volume, (place, voxel) => value.set(place, voxel));
      // Places rounded to 0.1 micrometre can fall on both sides of a half: then the voxel is not found, and not compared.
      each(turned, (place, voxel) => expect(value.get(place) ?? voxel).toBe(voxel));
      const back = reorient(turned, orientationOf(volume.affine));
      expect(back.voxels).toEqual(volume.voxels);
      back.affine.flat().forEach((number, i) => expect(number).toBeCloseTo(volume.affine.flat()[i], 9));
    }),
  );
});

/** Whether each axis runs so close to one of the world's that there is no second opinion. */
function isClear(affine: Affine): boolean {
  const cosines = spacingOf(affine).map((length, j) =>
    Math.max(...[0, 1, 2].map((i) => Math.abs(affine[i][j]) / length)),
  );
  return Math.min(...cosines) > 0.85;
}

it('keeps the type of the voxels', () => {
  const labels = new Volume(Uint8Array.of(1, 2), {
    shape: [2, 1, 1],
    affine: freezeAffine([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]),
  });
  expect(reorient(labels, 'LAS').voxels).toEqual(Uint8Array.of(2, 1));
  expect(reorient(labels, 'las').affine[0]).toEqual([-1, 0, 0, 1]);
});

it('refuses codes that are none', () => {
  const volume = Volume.zeros({ shape: [2, 2, 2], affine: figures.cases[0].affine });
  for (const code of ['RLS', 'RA', 'RASR', 'XYZ', ''])
    expect(() => reorient(volume, code)).toThrow(/expected one of L\/R/);
});
