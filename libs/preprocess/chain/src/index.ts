export { atlasOn, cavityOf, sharedAtlas, type Atlas } from './atlas.ts';
export type { Head, Placement } from './head.ts';
export { placeEntry } from './library-entry.ts';
export type { Measures } from './measures.ts';
export {
  correctHead,
  maskHead,
  normalizeHead,
  placeAtlas,
  type HeadScaling,
  type NormalizeHeadOptions,
} from './native-space.ts';
export { findOutliers } from './outliers.ts';
export { preprocessHead, type PreprocessOptions } from './preprocess-head.ts';
export { chainSettings, defaultShape, type ChainSettings } from './settings.ts';
export type { Step, StepName } from './step.ts';
export { allSteps, chainRevision, selectSteps } from './steps.ts';
export { StepFailure, takeSteps, type TakeStepsOptions } from './take-steps.ts';
