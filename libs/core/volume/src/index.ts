export {
  applyAffine,
  composeAffine,
  freezeAffine,
  identityAffine,
  invertAffine,
  spacingOf,
  type Affine,
  type Vector3,
} from './affine.ts';
export { createRandom, type Random } from './random.ts';
export type { StepOptions } from './step.ts';
export { Volume, type Grid, type Shape3, type VoxelArray } from './volume.ts';
