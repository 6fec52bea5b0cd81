import { createPace } from '@braingen/metrics';
import { createRandom } from '@braingen/volume';
import { expect, test } from 'vitest';
import type { DrawnVoxels } from './draw-voxels.ts';
import { learnForest } from './forest.ts';
import { featureCount } from './voxel-features.ts';

/** Voxels on both sides of a slanting line, which two features tell apart together. */
function slanting(count: number, seed: string): DrawnVoxels {
  const random = createRandom(seed);
  const rows = Float32Array.from({ length: count * featureCount }, () => random.uniform());
  const classes = Uint8Array.from({ length: count }, (_, i) => {
    const [first, second] = rows.subarray(i * featureCount);
    return first + second > 1 ? 1 : 0;
  });
  return { rows, classes, weights: new Float32Array(count).fill(1) };
}
const learn = (voxels: DrawnVoxels, seed = 1) => learnForest(voxels, 2, createRandom(seed), createPace(100, {}));
const read =
  ({ rows }: DrawnVoxels) =>
  (voxel: number, row: Float32Array): void =>
    row.set(rows.subarray(voxel * featureCount, (voxel + 1) * featureCount));
const share = (found: Uint8Array, { classes }: DrawnVoxels): number =>
  found.filter((kind, i) => kind === classes[i]).length / classes.length;

test('what two features say together is learned, and the same seed learns the same', async () => {
  const [lessons, fresh] = [slanting(800, 'lessons'), slanting(500, 'fresh')];
  const found = await (await learn(lessons))(read(fresh), 500);
  expect(share(found, fresh)).toBeGreaterThan(0.85);
  expect(await (await learn(lessons))(read(fresh), 500)).toEqual(found);
  expect(await (await learn(lessons, 2))(read(fresh), 500)).not.toEqual(found);
});

test('a voxel that cannot be told apart has the class that more voxels have, not the one that more were drawn of', async () => {
  const classes = Uint8Array.from({ length: 300 }, (_, i) => (i < 200 ? 0 : 1));
  const weights = Float32Array.from(classes, (kind) => (kind === 0 ? 1 : 5));
  const segment = await learn({ rows: new Float32Array(300 * featureCount), classes, weights });
  expect(await segment((_, row) => row.fill(0), 2)).toEqual(Uint8Array.of(1, 1));
});
