/**
 * The Dice coefficient of each label: twice the voxels that two segmentations share, by the sum of what each has. NaN for a label that
 * neither has.
 *
 * @throws RangeError if they have not equally many voxels
 */
export function diceOf(found: Uint8Array, truth: Uint8Array, labels: readonly number[]): number[] {
  if (found.length !== truth.length)
    throw new RangeError(`dice: expected ${truth.length} voxels, found ${found.length}`);
  const [both, one, other] = [0, 1, 2].map(() => new Float64Array(256));
  for (let i = 0; i < found.length; i++) {
    one[found[i]]++;
    other[truth[i]]++;
    if (found[i] === truth[i]) both[found[i]]++;
  }
  return labels.map((label) => (2 * both[label]) / (one[label] + other[label]));
}
