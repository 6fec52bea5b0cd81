export { fillHoles, keepLargestComponent } from './components.ts';
export { findAir, raiseAir, type Air, type RaisedAir } from './air.ts';
export { binaryMask } from './binary-mask.ts';
export { coarseSide } from './coarse.ts';
export { histogramRange, tissueRange, type Range } from './extremes.ts';
export { assertContrast, assertThreeDimensional, isConstant } from './contrast.ts';
export { diceOf } from './dice.ts';
export { blameOf, BraingenError, type ErrorCause } from './error.ts';
export { elementCount } from './geometry/element-count.ts';
export {
  applyAffine,
  composeAffine,
  determinant,
  freezeAffine,
  identityAffine,
  invertAffine,
  spacingOf,
  type Affine,
  type Vector3,
} from './geometry/affine.ts';
export { crop, cropOrPad, pad } from './geometry/crop.ts';
export {
  assertSameGrid,
  cornersOf,
  describeGrid,
  gridDistance,
  sameGrid,
  voxelToWorld,
  worldToVoxel,
} from './geometry/grid.ts';
export { mni152Grid } from './geometry/mni152-grid.ts';
export { orientationOf, reorient } from './geometry/orientation.ts';
export { Volume, type Grid, type Shape3, type VoxelArray } from './geometry/volume.ts';
export { intensityRange } from './intensity-range.ts';
export { isNotAvailable, isSentinel } from './missing-cell.ts';
export { nextTurn } from './next-turn.ts';
export type { NiftiDatatype } from './nifti/datatype.ts';
export { decodeNifti, type NiftiPair } from './nifti/decode.ts';
export type { NiftiImage } from './nifti/decoder.ts';
export { encodeNifti } from './nifti/encode.ts';
export type { EncodeOptions } from './nifti/encoding.ts';
export { NiftiError, type NiftiFault } from './nifti/error.ts';
export { textOfExtension, type NiftiExtension } from './nifti/extensions.ts';
export type { DecodeOptions, NiftiHeader } from './nifti/plan.ts';
export { otsuThreshold } from './otsu.ts';
export type { ProgressOptions } from './progress-options.ts';
export { quantile, quantiles } from './quantile.ts';
export { normals } from './random/normals.ts';
export { createRandom, type Random } from './random/random.ts';
export { createTorchRandom, type TorchRandom } from './random/torch-random.ts';
export { assertOverlap } from './sampling/overlap.ts';
export { resample, type ResampleOptions } from './sampling/resample.ts';
export { resize, resizeGrid, type ResizeOptions } from './sampling/resize.ts';
export { gaussianSmooth, type SmoothingWidth } from './sampling/smooth.ts';
export { sha256 } from './sha256.ts';
export { solveSymmetric } from './solve-symmetric.ts';
export { someOf } from './some-of.ts';
export { tableRows } from './table-rows.ts';
export { tensorToVolumes, volumesToTensor, type TensorData } from './tensor.ts';
export { thinned } from './thinned.ts';
