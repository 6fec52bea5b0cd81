export { axpy } from './axpy.ts';
export {
  adaptiveMeans,
  dctFilter,
  guidedMeans,
  localMoments,
  localNoise,
  noiseBand,
  type Planes,
} from './denoise-filters.ts';
export { imaginaryKernels, type ImaginaryKernels } from './imaginary.ts';
export { availableRuntimes, loadKernels, type KernelOptions } from './load.ts';
export { mostElements, type Triple } from './signature.ts';
export type { KernelArguments } from './signatures.generated.ts';
export { KernelFailure } from './kernels.ts';
export { KernelsUnavailable } from './unavailable.ts';
export type { KernelName, Kernels } from './kernels.ts';
export type { KernelBuffer } from './kernel-buffer.ts';
export { mattesGradient, mattesHistogram, type MattesArrays } from './mattes.ts';
export { libraryPadding, patchFusion, type PatchFusionArrays, type PatchFusionParameters } from './patch-fusion.ts';
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
export { attention, attentionGradient, type AttentionGeometry } from './attention.ts';
export { conv3d, conv3dFilterGradient, conv3dInputGradient, type ConvolutionGeometry } from './conv3d.ts';
export { binary, unary, type BinaryName, type UnaryName } from './elementwise.ts';
export { groupNorm, groupNormGradient, type GroupNormGeometry, type SideBySide } from './group-norm.ts';
export {
  copyRows,
  turnWeights,
  upsampleNearest,
  upsampleNearestGradient,
  type Rows,
  type WeightLayout,
} from './layout.ts';
export { matmul, type ProductGeometry } from './matmul.ts';
export { meanSquaredError, sumRows } from './sum.ts';
