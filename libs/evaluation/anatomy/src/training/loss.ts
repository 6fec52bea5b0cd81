import { tf } from '@braingen/engine';
import { outputsPerVoxel } from '../network.ts';
import { classCount } from '../regions.ts';
import { softmax } from '../softmax.ts';

/** What the loss compares with: for each voxel, in the order of the logits. */
export interface Target {
  /** From 1 in `regionNames`; 0 for the background. */
  readonly region: Uint8Array;
  /** 1 on the left, 2 on the right, 0 where it does not count. */
  readonly side: Uint8Array;
}

/**
 * Cross-entropy of the classes over all voxels, plus 1 minus the mean soft Dice of the regions that occur (Milletari, Navab and
 * Ahmadi 2016, equation 3, without the squares), plus the cross-entropy of left and right over the voxels that have a side.
 *
 * Cross-entropy is summed over all voxels and divided by those that belong to a region, so that air about the head does not dilute
 * it. The gradient is computed with the loss, in two passes over the logits.
 *
 * @param logits [..., 8 voxels x (classes, side)], as `logitsOf` gives them
 */
export function segmentationLoss(logits: tf.Tensor5D, target: Target): tf.Scalar {
  const operation = tf.customGrad((x, save) => {
    const { loss, gradient } = lossAndGradient((x as tf.Tensor).dataSync() as Float32Array, target);
    (save as tf.GradSaveFunc)([tf.tensor(gradient, logits.shape)]);
    return {
      value: tf.scalar(loss),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0], dy),
    };
  });
  return operation(logits) as tf.Scalar;
}

/**
 * @param logits of every voxel: its classes, then its side; overwritten
 * @throws RangeError if the target is not one voxel for each of them
 */
export function lossAndGradient(
  logits: Float32Array,
  { region, side }: Target,
): { loss: number; gradient: Float32Array } {
  const count = region.length;
  if (logits.length !== count * outputsPerVoxel)
    throw new RangeError(
      `loss: expected ${count * outputsPerVoxel} logits for ${count} voxels, found ${logits.length}`,
    );

  // First pass: logits become probabilities; sums for cross-entropy and Dice.
  const [both, predicted, actual] = [0, 1, 2].map(() => new Float64Array(classCount));
  let [entropy, sideEntropy, sided] = [0, 0, 0];
  for (let i = 0, at = 0; i < count; i++, at += outputsPerVoxel) {
    softmax(logits, at, classCount);
    const truth = region[i];
    entropy -= Math.log(Math.max(logits[at + truth], 1e-12));
    for (let k = 0; k < classCount; k++) predicted[k] += logits[at + k];
    both[truth] += logits[at + truth];
    actual[truth]++;
    const right = 1 / (1 + Math.exp(-logits[at + classCount]));
    logits[at + classCount] = right;
    if (side[i] === 0) continue;
    sided++;
    sideEntropy -= Math.log(Math.max(side[i] === 2 ? right : 1 - right, 1e-12));
  }
  const ofRegions = Math.max(1, count - actual[0]);
  const present = [...actual.keys()].filter((k) => k > 0 && actual[k] > 0);
  const dice = present.reduce((sum, k) => sum + (2 * both[k]) / (predicted[k] + actual[k]), 0);
  const missing = present.length === 0 ? 0 : 1 - dice / present.length;
  const loss = entropy / ofRegions + missing + (sided === 0 ? 0 : sideEntropy / sided);

  // Second pass. Dice of class k grows with the probability of each voxel by `gain` outside it, and by `own` more inside.
  const [gain, own] = [new Float64Array(classCount), new Float64Array(classCount)];
  for (const k of present) {
    const total = predicted[k] + actual[k];
    gain[k] = (2 * both[k]) / (total * total * present.length);
    own[k] = -2 / (total * present.length);
  }
  for (let i = 0, at = 0; i < count; i++, at += outputsPerVoxel) {
    const truth = region[i];
    let mean = logits[at + truth] * own[truth];
    for (let k = 0; k < classCount; k++) mean += logits[at + k] * gain[k];
    for (let k = 0; k < classCount; k++) {
      const isTruth = k === truth;
      const slope = gain[k] + (isTruth ? own[k] : 0) - mean;
      logits[at + k] = logits[at + k] * slope + (logits[at + k] - (isTruth ? 1 : 0)) / ofRegions;
    }
    const right = logits[at + classCount];
    logits[at + classCount] = side[i] === 0 ? 0 : (right - (side[i] === 2 ? 1 : 0)) / sided;
  }
  return { loss, gradient: logits };
}
