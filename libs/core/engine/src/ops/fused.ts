import { tf } from '../tf.ts';

type Attributes = Parameters<ReturnType<typeof tf.engine>['runKernel']>[2];

/** Whether the engine in use has this fused kernel; the other engines compute the same from plain operations. */
export function isFused(kernelName: string): boolean {
  return tf.getKernel(kernelName, tf.getBackend()) !== undefined;
}

/** Runs a kernel by name; its gradient is the one registered under that name. */
export function runKernel<T extends tf.Tensor>(
  kernelName: string,
  inputs: Record<string, tf.Tensor>,
  attributes: object = {},
): T {
  return tf.engine().runKernel(kernelName, inputs, attributes as Attributes) as T;
}

/** Runs a kernel of several outputs. */
export function runKernels(kernelName: string, inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor[] {
  return tf.engine().runKernel<tf.Tensor[]>(kernelName, inputs, attributes as Attributes);
}
