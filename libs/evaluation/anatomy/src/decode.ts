import { outputsPerVoxel } from './network.ts';
import { classCount, labelOf } from './regions.ts';
import { softmax } from './softmax.ts';

/** What the network says of every voxel. */
export interface Decoded {
  /** Labels of `structures`, 0 for the background, in the order of the logits. */
  readonly labels: Uint8Array;
  /**
   * For each region of `regionNames`, the Dice coefficient that its voxels would have if the network's probabilities were true:
   * twice the sum of the region's probability over its voxels, by the number of voxels plus the sum over all. 0 where it has none.
   */
  readonly expectedDice: readonly number[];
}

/** @param logits of every voxel: its classes, then its side; overwritten */
export function decode(logits: Float32Array): Decoded {
  const labels = new Uint8Array(logits.length / outputsPerVoxel);
  const [within, all, counts] = [0, 1, 2].map(() => new Float64Array(classCount));
  for (let i = 0, at = 0; i < labels.length; i++, at += outputsPerVoxel) {
    softmax(logits, at, classCount);
    let best = 0;
    for (let k = 0; k < classCount; k++) {
      all[k] += logits[at + k];
      if (logits[at + k] > logits[at + best]) best = k;
    }
    if (best === 0) continue;
    within[best] += logits[at + best];
    counts[best]++;
    labels[i] = labelOf(best, logits[at + classCount] > 0);
  }
  const expectedDice = Array.from(counts.subarray(1), (count, i) =>
    count === 0 ? 0 : (2 * within[i + 1]) / (count + all[i + 1]),
  );
  return { labels, expectedDice };
}
