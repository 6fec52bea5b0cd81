import { createRandom } from '@braingen/volume';
import { expect, test } from 'vitest';
import { drawVoxels, joinVoxels } from './draw-voxels.ts';
import { heads } from './heads.test-data.ts';
import { prepareScan } from './prepare-scan.ts';
import { featureCount } from './voxel-features.ts';

const [head] = heads('sub', 1);
const scan = prepareScan(head, [4, 7], head.volume);
const drawn = drawVoxels(scan, (voxel, row) => void (row[0] = voxel), createRandom(1));

test('of each class as many as there are, at most 150 and of the background 600; together they stand for all voxels', () => {
  for (const kind of [0, 1, 2]) {
    const all = scan.classes.filter((each) => each === kind).length;
    const own = [...drawn.classes.keys()].filter((i) => drawn.classes[i] === kind);
    expect(own).toHaveLength(Math.min(all, kind === 0 ? 600 : 150));
    expect(own.reduce((sum, i) => sum + drawn.weights[i], 0)).toBeCloseTo(all, 1);
  }
  const voxels = Array.from(drawn.classes, (_, i) => drawn.rows[i * featureCount]);
  expect(new Set(voxels).size).toBe(voxels.length);
  expect(voxels.map((voxel) => scan.classes[voxel])).toEqual(Array.from(drawn.classes));
});

test('voxels of several scans lie one after the other', () => {
  const { rows, classes, weights } = joinVoxels([drawn, drawn]);
  expect(classes).toHaveLength(2 * drawn.classes.length);
  expect(rows.subarray(drawn.rows.length)).toEqual(drawn.rows);
  expect(weights.subarray(drawn.weights.length)).toEqual(drawn.weights);
});
