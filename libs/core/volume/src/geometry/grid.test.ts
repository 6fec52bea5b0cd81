import fc from 'fast-check';
import { expect, it } from 'vitest';
import { affines, shapes } from '../testing/arbitraries.test-data.ts';
import { freezeAffine, identityAffine } from './affine.ts';
import { assertSameGrid, describeGrid, sameGrid, voxelToWorld, worldToVoxel } from './grid.ts';

it('takes voxels to the world and back', () => {
  fc.assert(
    fc.property(affines, shapes, (affine, shape) => {
      const voxel = [shape[0] - 1, 0.25, shape[2] / 2] as const;
      const back = worldToVoxel({ shape, affine }, voxelToWorld({ shape, affine }, voxel));
      back.forEach((value, axis) => expect(value).toBeCloseTo(voxel[axis], 9));
    }),
  );
});

const moved = (mm: number): typeof identityAffine => freezeAffine([[1, 0, 0, mm], ...identityAffine.slice(1)]);

it('takes float32 rounding for the same grid, and a tenth of a voxel for another', () => {
  const grid = { shape: [181, 217, 181] as const, affine: identityAffine };
  expect(sameGrid(grid, { ...grid, affine: moved(1e-5) })).toBe(true);
  expect(sameGrid(grid, { ...grid, affine: moved(0.1) })).toBe(false);
  expect(sameGrid(grid, { ...grid, affine: moved(0.1) }, 0.2)).toBe(true);
  expect(sameGrid(grid, { ...grid, shape: [181, 217, 180] })).toBe(false);
  // A stretch shows at the far corner only.
  expect(sameGrid(grid, { ...grid, affine: freezeAffine([[1.001, 0, 0, 0], ...identityAffine.slice(1)]) })).toBe(false);
});

it('names both grids', () => {
  const grid = { shape: [10, 20, 30] as const, affine: identityAffine };
  expect(() => assertSameGrid(grid, grid, 'n4: volume and mask')).not.toThrow();
  expect(() => assertSameGrid(grid, { shape: [10, 20, 31], affine: moved(2) }, 'n4: volume and mask')).toThrow(
    'n4: volume and mask: expected one grid, found 10x20x30 voxels of 1x1x1 mm, RAS, first at (0, 0, 0), and ' +
      '10x20x31 voxels of 1x1x1 mm, RAS, first at (2, 0, 0)',
  );
  expect(
    describeGrid({ shape: [2, 2, 2], affine: freezeAffine([[-0.5, 0, 0, 1 / 3], ...identityAffine.slice(1)]) }),
  ).toContain('LAS');
});
