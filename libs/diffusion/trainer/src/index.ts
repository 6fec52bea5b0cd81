export { clipByGlobalNorm } from './clip.ts';
export { warmupCosine, type LearningRate } from './learning-rate.ts';
export { traceTraining, type TracedModel } from './memory.ts';
export type { ConditionedVolume, Conditions, Model } from '@braingen/engine';
export { StoppedWithOthers, type Ranks } from './ranks.ts';
export { begin, snapshot, type Optimized, type TrainingState, type Values } from './state.ts';
export { train, TrainingError, type StepReport, type TrainingOptions, type ValidationReport } from './train.ts';
export { inMemory, trainingSet, whenRead, type TrainingSet, type VolumeSource } from './training-set.ts';
export { meanLoss, validationByTime, validationLoss, type LossAtTime, type ValidationOptions } from './validation.ts';
