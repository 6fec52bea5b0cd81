export { edit, editEach, type EditingOptions } from './edit.ts';
export { guide } from './guidance.ts';
export { inpaint, inpaintEach, type InpaintingOptions, type Resampling } from './inpaint.ts';
export { invert, type InversionOptions } from './invert.ts';
export type { ConditionedVolume, Conditions, Model } from '@braingen/engine';
export type { ModelOptions, SampledVolume, SamplingFrame, SamplingOptions } from './options.ts';
export { sample, sampleEach } from './sample.ts';
