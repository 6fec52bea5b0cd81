export { axpy } from './axpy.ts';
export { loadKernels, type KernelOptions } from './load.ts';
export type { KernelBuffer, KernelName, Kernels } from './kernels.ts';
