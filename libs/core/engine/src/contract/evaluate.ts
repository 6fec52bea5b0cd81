import { tf } from '../index.ts';
import type { Case } from './cases.ts';

/** What a case gives: its output, then the gradient of sum(output * weights) for each input. */
export type Outcome = readonly (readonly number[])[];

/** Values in (-1, 1), the same in every language: a linear congruential generator of 32 bits. */
export function values(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Runs a case and its gradients on the engine that is set. Leaves no tensor behind. */
export function evaluate({ shapes, run }: Case): Outcome {
  const outcome = tf.tidy(() => {
    const inputs = shapes.map((shape, index) =>
      tf.tensor(values(tf.util.sizeFromShape([...shape]), index + 1), [...shape]),
    );
    const output = run(...inputs);
    const weights = tf.tensor(values(output.size, 99), output.shape);
    const gradients = tf.grads((...each) => tf.sum(tf.mul(run(...each), weights)))(inputs);
    return [output, ...gradients].map((tensor) => tensor.dataSync());
  });
  return outcome.map((array) => Array.from(array));
}

/** The largest difference, relative to the largest value. NaN if there is one. */
export function largestError(found: readonly number[], expected: readonly number[]): number {
  if (found.length !== expected.length) return Infinity;
  let difference = 0;
  let size = 1e-30;
  for (let i = 0; i < found.length; i++) {
    const each = Math.abs(found[i] - expected[i]);
    if (Number.isNaN(each)) return NaN;
    difference = Math.max(difference, each);
    size = Math.max(size, Math.abs(expected[i]));
  }
  return difference / size;
}
