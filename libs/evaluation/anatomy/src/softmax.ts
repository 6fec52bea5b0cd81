/** Probabilities in place of `count` logits from `at` on. */
export function softmax(values: Float32Array, at: number, count: number): void {
  let highest = values[at];
  for (let k = 1; k < count; k++) if (values[at + k] > highest) highest = values[at + k];
  let sum = 0;
  for (let k = 0; k < count; k++) sum += values[at + k] = Math.exp(values[at + k] - highest);
  for (let k = 0; k < count; k++) values[at + k] /= sum;
}
