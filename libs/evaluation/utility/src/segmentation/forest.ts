import type { Pace } from '@braingen/metrics';
import type { Random } from '@braingen/volume';
import { binVoxels } from './binned-voxels.ts';
import type { DrawnVoxels } from './draw-voxels.ts';
import { growTree, type Tree } from './grow-tree.ts';
import { featureCount, type ReadFeatures } from './voxel-features.ts';

export const treeCount = 20;
/** Of the sample of each tree. */
const mostVoxels = 100_000;
/** Voxels labelled before others get their turn. */
const piece = 1 << 15;

/** Tells the class of each of so many voxels from their features. */
export type Segment = (read: ReadFeatures, voxels: number) => Promise<Uint8Array>;

/**
 * Learns to tell classes apart by a random forest (Breiman 2001, Mach. Learn. 45:5): trees on bootstrap samples of the voxels, splits
 * over features drawn at random, and the class of a voxel by the mean of its leaves' shares.
 */
export async function learnForest(
  voxels: DrawnVoxels,
  classCount: number,
  random: Random,
  pace: Pace,
): Promise<Segment> {
  const binned = binVoxels(voxels);
  const trees: Tree[] = [];
  for (let i = 0; i < treeCount; i++) {
    trees.push(growTree(binned, classCount, mostVoxels, random.fork(i)));
    await pace.tick();
  }
  return async (read, count) => {
    const found = new Uint8Array(count);
    const row = new Float32Array(featureCount);
    const sums = new Float64Array(classCount);
    for (let voxel = 0; voxel < count; voxel++) {
      if (voxel % piece === 0) await pace.tick(0);
      read(voxel, row);
      sums.fill(0);
      for (const { features, thresholds, next, shares } of trees) {
        let node = 0;
        for (let feature = features[0]; feature >= 0; feature = features[node])
          node = next[node] + (row[feature] > thresholds[node] ? 1 : 0);
        for (let k = 0, at = next[node]; k < classCount; k++, at++) sums[k] += shares[at];
      }
      let best = 0;
      for (let k = 1; k < classCount; k++) if (sums[k] > sums[best]) best = k;
      found[voxel] = best;
    }
    return found;
  };
}
