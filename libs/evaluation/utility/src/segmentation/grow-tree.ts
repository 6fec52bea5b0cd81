import type { Random } from '@braingen/volume';
import type { BinnedVoxels } from './binned-voxels.ts';
import { findSplit } from './find-split.ts';

/** A decision tree. Node 0 is its root. */
export interface Tree {
  /** The feature that a node looks at; -1 for a leaf. */
  readonly features: Int8Array;
  /** Up to here a value goes to the first child, beyond it to the second. */
  readonly thresholds: Float32Array;
  /** The first child, which the second follows; of a leaf, where its shares begin. */
  readonly next: Int32Array;
  /** Shares of the classes among the voxels that the leaves' voxels stand for, leaf by leaf. */
  readonly shares: Float32Array;
}

/** Fewer voxels are not split. */
const fewest = 8;
const deepest = 24;

/** Grows a tree on a bootstrap sample of voxels. @param most voxels of it */
export function growTree(voxels: BinnedVoxels, classCount: number, most: number, random: Random): Tree {
  const { bins, edges, classes, weights } = voxels;
  const size = Math.min(most, classes.length);
  const [features, thresholds, next, shares]: number[][] = [[0], [0], [0], []];
  const open = [
    { node: 0, depth: 0, members: Int32Array.from({ length: size }, () => random.integer(classes.length)) },
  ];
  for (let task = open.pop(); task; task = open.pop()) {
    const { node, depth, members } = task;
    const split =
      members.length < fewest || depth === deepest ? undefined : findSplit(voxels, members, classCount, random);
    if (split) {
      const own = bins[split.feature];
      features[node] = split.feature;
      thresholds[node] = edges[split.feature][split.bin];
      next[node] = features.length;
      for (const isBelow of [true, false]) {
        const part = members.filter((member) => own[member] <= split.bin === isBelow);
        open.push({ node: features.length, depth: depth + 1, members: part });
        for (const values of [features, thresholds, next]) values.push(0);
      }
    } else {
      features[node] = -1;
      next[node] = shares.length;
      const sums = new Array<number>(classCount).fill(0);
      for (const member of members) sums[classes[member]] += weights[member];
      const total = sums.reduce((a, b) => a + b);
      shares.push(...sums.map((sum) => sum / total));
    }
  }
  return {
    features: Int8Array.from(features),
    thresholds: Float32Array.from(thresholds),
    next: Int32Array.from(next),
    shares: Float32Array.from(shares),
  };
}
