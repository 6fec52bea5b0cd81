export { axpy } from './axpy.ts';
export { adaptiveMeans, dctFilter, guidedMeans, localMoments, localNoise, noiseBand, type Planes } from './denoise-filters.ts';
export { loadKernels, type KernelOptions } from './load.ts';
export type { KernelBuffer, KernelName, Kernels } from './kernels.ts';
export { mattesGradient, mattesHistogram, type MattesArrays } from './mattes.ts';
export {
  correctBySpline,
  evaluateSpline,
  gatherResiduals,
  residualHistogram,
  type Bins,
  type FieldChange,
  type SplineAxes,
  type SplineAxis,
  type SplineData,
} from './spline-field.ts';
