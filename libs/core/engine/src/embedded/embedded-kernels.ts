import type { tf } from '../tf.ts';
import { fusedConvolutionKernels, plainConvolutionKernels } from './convolution-kernels.ts';
import { fusedKernels } from './fused-kernels.ts';
import { groupNormKernels } from './group-norm-kernels.ts';
import { plainKernels } from './plain-kernels.ts';
import { projectionKernels } from './projection-kernels.ts';

/** Kernels of the embedded backend, by TensorFlow.js's name or, fused ones, by ours. The rest are tfjs-cpu's. */
export const embeddedKernels: Record<string, tf.KernelFunc> = {
  ...fusedConvolutionKernels,
  ...plainConvolutionKernels,
  ...fusedKernels,
  ...groupNormKernels,
  ...projectionKernels,
  ...plainKernels,
};
