import { tf } from '../index.ts';
import { operations, type CaseOptions } from './operations.ts';

/** An operation on inputs of given shapes; its gradients are taken with respect to every input. */
export interface Case {
  readonly operation: string;
  readonly shapes: readonly (readonly number[])[];
  readonly options: CaseOptions;
}

/** What a case gives: its output, then the gradient of sum(output * weights) for each input. */
export type Outcome = readonly Float32Array[];

/** Values in (-1, 1), the same in every language: a linear congruential generator of 32 bits. */
export function values(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Runs a case and its gradients on the engine that is set. Leaves no tensor behind. */
export async function evaluate({ operation, shapes, options }: Case): Promise<Outcome> {
  const run = (...inputs: tf.Tensor[]): tf.Tensor => operations[operation](inputs, options);
  const tensors = tf.tidy(() => {
    const inputs = shapes.map((shape, index) =>
      tf.tensor(values(tf.util.sizeFromShape([...shape]), index + 1), [...shape]),
    );
    const output = run(...inputs);
    const weights = tf.tensor(values(output.size, 99), output.shape);
    return [output, ...tf.grads((...each) => tf.sum(tf.mul(run(...each), weights)))(inputs)];
  });
  // WebGPU gives its results in promises alone.
  const outcome = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose(tensors);
  return outcome as Float32Array[];
}
