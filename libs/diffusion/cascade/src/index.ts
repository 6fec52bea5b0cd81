export {
  describeVariation,
  drawVariation,
  noVariation,
  type Augmentation,
  type Variation,
} from './augment/augmentation.ts';
export { smoothField } from './augment/smooth-field.ts';
export { vary } from './augment/vary.ts';
export type { Cascade } from './cascade.ts';
export type { CascadeBase } from './cascade-base.ts';
export { dataOf, fitBase, type BaseOptions } from './fit-base.ts';
export { fitGaussian, type GaussianFit } from './gaussian/fit-gaussian.ts';
export { halfGrid, halfSize } from './half-size.ts';
export { denoiseGaussian, sampleGaussian, type GaussianModel, type Shrinkage } from './gaussian/gaussian-model.ts';
export { fromBlocks, toBlocks } from './pyramid/blocks.ts';
export { coarsen, coarseShape } from './pyramid/coarsen.ts';
export { detailBands, haarJoin, haarSplit, type HaarBands } from './pyramid/haar.ts';
export type { LevelScale } from './pyramid/scales.ts';
export { findWindow, putWindow, takeWindow, type Window } from './pyramid/window.ts';
export { sampleCascade, type CascadeSampling } from './sample-cascade.ts';
export { createStageModel, type StageModel } from './stage/stage-model.ts';
export { stageSet, type StageData, type StageSetOptions } from './stage/stage-set.ts';
export { isOnGaussian, networkConfig, stageName, type Stage, type StageNetwork } from './stage/stage.ts';
export { trainStage, type StageProgress, type StageTraining } from './train-stage.ts';
export {
  decodeCascade,
  encodeCascade,
  type CascadeCheckpoint,
  type CascadePrecision,
  type TrainedStage,
} from './checkpoint/checkpoint.ts';
export { CascadeError, type CascadeDescription } from './checkpoint/description.ts';
export { openCascade } from './open-cascade.ts';
