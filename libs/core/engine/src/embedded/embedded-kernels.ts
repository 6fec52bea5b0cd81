import type { tf } from '../tf.ts';

/** Kernels of the embedded backend, by TensorFlow.js's name or, fused ones, by ours. The rest are tfjs-cpu's. */
export const embeddedKernels: Record<string, tf.KernelFunc> = {};
