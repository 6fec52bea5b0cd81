/**
 * Classifier-free guidance (Ho and Salimans 2022, equation 6, with scale = 1 + w): away from what the model says without the
 * condition, towards and beyond what it says with it. Whatever the model predicts (noise, x_0, v), the answer is the same,
 * for at one time each of them is a linear function of every other.
 *
 * @param told    the model's answer with the condition
 * @param dropped its answer without
 * @returns dropped + scale (told - dropped)
 */
export function guide(told: Float32Array, dropped: Float32Array, scale: number): Float32Array {
  return told.map((value, i) => dropped[i] + scale * (value - dropped[i]));
}
