import { createRandom, identityAffine, Volume } from '@braingen/volume';
import { expect, test } from 'vitest';
import { drawVoxels, joinVoxels } from './draw-voxels.ts';
import { featureCount } from './voxel-features.ts';

const counts = [6000, 1500, 500];
const classes = Uint8Array.from({ length: 8000 }, (_, i) => (i % 16 === 0 ? 2 : i % 16 < 4 ? 1 : 0));
const volume = Volume.zeros({ shape: [20, 20, 20], affine: identityAffine });
const scan = { participant: 'sub-01', volume, classes };
const drawn = drawVoxels(scan, (voxel, row) => void (row[0] = voxel), createRandom(1));

test('of each class as many as there are, at most 1000 and of the background 4000; together they stand for all voxels', () => {
  for (const [kind, all] of counts.entries()) {
    const own = [...drawn.classes.keys()].filter((i) => drawn.classes[i] === kind);
    expect(own).toHaveLength(Math.min(all, kind === 0 ? 4000 : 1000));
    expect(own.reduce((sum, i) => sum + drawn.weights[i], 0)).toBeCloseTo(all, 1);
  }
  const voxels = Array.from(drawn.classes, (_, i) => drawn.rows[i * featureCount]);
  expect(new Set(voxels).size).toBe(voxels.length);
  expect(voxels.map((voxel) => classes[voxel])).toEqual(Array.from(drawn.classes));
  // From the whole of the volume.
  const middle = voxels.filter((voxel) => classes[voxel] === 1).reduce((sum, voxel) => sum + voxel / 1000, 0);
  expect(Math.abs(middle - 4000)).toBeLessThan(200);
});

test('voxels of several scans lie one after the other', () => {
  const { rows, classes: kinds, weights } = joinVoxels([drawn, drawn]);
  expect(kinds).toHaveLength(2 * drawn.classes.length);
  expect(rows.subarray(drawn.rows.length).every((value, i) => value === drawn.rows[i])).toBe(true);
  expect(weights.subarray(drawn.weights.length).every((value, i) => value === drawn.weights[i])).toBe(true);
});
