import type { Random } from '@braingen/volume';
import { binCount, type BinnedVoxels } from './binned-voxels.ts';

/** Voxels whose bin of a feature is at most `bin` go one way, the others another. */
export interface Split {
  readonly feature: number;
  readonly bin: number;
}

/**
 * The split of some voxels, over a few features drawn at random, that leaves the purest halves: the lowest Gini impurity (Breiman
 * 2001, Mach. Learn. 45:5). Undefined where none leaves them purer.
 *
 * @param members indices of voxels
 */
export function findSplit(
  { bins, classes }: BinnedVoxels,
  members: Int32Array,
  classCount: number,
  random: Random,
): Split | undefined {
  const n = members.length;
  const total = new Float64Array(classCount);
  for (const member of members) total[classes[member]]++;
  let best: Split | undefined;
  let most = squares(total) / n + 1e-9 * n;
  const ends = new Uint32Array(binCount);
  const sorted = new Uint8Array(n);
  const below = new Float64Array(classCount);
  for (const feature of someFeatures(bins.length, random)) {
    const own = bins[feature];
    sortByBin(members, own, classes, { ends, sorted });
    below.fill(0);
    // Sums over the classes of squared counts, on both sides.
    let [left, right, at] = [0, squares(total), 0];
    for (let bin = 0; ends[bin] < n; bin++) {
      if (at === ends[bin]) continue;
      for (; at < ends[bin]; at++) {
        const kind = sorted[at];
        left += 2 * below[kind] + 1;
        right -= 2 * (total[kind] - below[kind]) - 1;
        below[kind]++;
      }
      // Gini's impurity is least where this is highest.
      const purity = left / at + right / (n - at);
      if (purity > most) {
        most = purity;
        best = { feature, bin };
      }
    }
  }
  return best;
}

/** Writes the classes of members in the order of their bins, and where each bin ends. */
function sortByBin(
  members: Int32Array,
  own: Uint8Array,
  classes: Uint8Array,
  { ends, sorted }: { readonly ends: Uint32Array; readonly sorted: Uint8Array },
): void {
  ends.fill(0);
  for (const member of members) ends[own[member]]++;
  for (let bin = 1; bin < binCount; bin++) ends[bin] += ends[bin - 1];
  for (let i = members.length - 1; i >= 0; i--) sorted[--ends[own[members[i]]]] = classes[members[i]];
  // Each end has become where its bin begins: the end of the one before.
  ends.copyWithin(0, 1);
  ends[binCount - 1] = members.length;
}

const squares = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count * count, 0);

/** A third of the features, without repeats. */
function someFeatures(count: number, random: Random): number[] {
  const features = Array.from({ length: count }, (_, i) => i);
  const wanted = Math.ceil(count / 3);
  for (let i = 0; i < wanted; i++) {
    const other = i + random.integer(count - i);
    [features[i], features[other]] = [features[other], features[i]];
  }
  return features.slice(0, wanted);
}
