/**
 * Classifier-free guidance (Ho and Salimans 2022, equation 6, with scale = 1 + w): away from what the model says without the
 * condition, towards and beyond what it says with it. Whatever the model predicts (noise, x_0, v), the output is the same,
 * for at one time each of them is a linear function of every other.
 *
 * @param conditioned the model's output with the condition
 * @param dropped its output without
 * @returns dropped + scale (conditioned - dropped)
 */
export function guide(conditioned: Float32Array, dropped: Float32Array, scale: number): Float32Array {
  return conditioned.map((value, i) => dropped[i] + scale * (value - dropped[i]));
}
