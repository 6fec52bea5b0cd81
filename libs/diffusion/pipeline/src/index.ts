export { descriptionFile, inMemory, readDescription } from './checkpoint-files.ts';
export { conditionAt, longestList, type ConditionLists } from './conditions/condition-lists.ts';
export {
  conditionNames,
  conditionWarnings,
  type Conditioning,
  type ConditionValues,
  type Covariate,
} from './conditions/conditioning.ts';
export { encodeCondition, type ConditionSource, type EncodedCondition } from './conditions/encode.ts';
export { parseConditions } from './conditions/parse-conditions.ts';
export { learnConditioning } from './conditions/learn-conditioning.ts';
export type { ConditionConfig } from './config/condition-config.ts';
export type { DataConfig } from './config/data-config.ts';
export { isFeatureChoice, type EvaluationConfig, type FeatureChoice } from './config/evaluation-config.ts';
export type { ModelConfig } from './config/model-config.ts';
export { createConfig, type RunConfig } from './config/run-config.ts';
export { createSampling, type SamplingConfig } from './config/sampling-config.ts';
export type { ScheduleConfig } from './config/schedule-config.ts';
export { withSettings } from './config/settings.ts';
export type { TrainingConfig } from './config/training-config.ts';
export { formatConfig, parseConfig, parseYaml } from './config/yaml.ts';
export { cleaned } from './data/clean.ts';
export { contentRange, type ContentRange } from './data/content-range.ts';
export {
  assembleDataset,
  createDataset,
  describeDataset,
  type Dataset,
  type DatasetConfig,
  type DatasetOptions,
  type DatasetVolume,
  type VolumeToPrepare,
} from './data/dataset.ts';
export type { PreparedVolume, VolumeSummary } from './data/prepared-volume.ts';
export { fromNetwork, toNetwork, type ModelSpace } from './data/intensity-scale.ts';
export { participantOf, type NamedVolume, type TrainingVolume } from './data/named-volume.ts';
export { plannedTraining } from './data/planned-training.ts';
export { splitByParticipant } from './data/split.ts';
export { assumptionsOf, checkDescription, type CheckpointDescription, type TrainingRecord } from './description.ts';
export { energyOf } from './energy-of.ts';
export { PipelineError, type PipelineErrorKind, type Problem } from './error.ts';
export { checkUNetDescription, type UNetDescription } from './kinds/unet/unet-description.ts';
export type { UNetModel } from './kinds/unet/unet-model.ts';
export { checkMemory, MemoryError, type Remedy } from './memory/check-memory.ts';
export { openModel, type Model } from './model.ts';
export type {
  CheckpointFiles,
  KindModel,
  KindTrainingOptions,
  ModelKind,
  OpenOptions,
  PreparedTraining,
  PrepareOptions,
  Rehearsal,
  TrainedCheckpoint,
  TrainingCallbacks,
  TrainingReport,
} from './model-kind.ts';
export type {
  EditRequest,
  InpaintRequest,
  InputVolume,
  Sample,
  SampleRequest,
  SamplingPlan,
} from './sample-request.ts';
export { builtInSchedulers, chooseScheduler, type SchedulerSettings } from './sampling/choose-scheduler.ts';
export { samplePreview } from './sampling/sample-preview.ts';
export { sampleTrajectory } from './sampling/sample-trajectory.ts';
export { startFields, type ConfigFields } from './start-fields.ts';
export {
  prepareTraining,
  trainModel,
  type PrepareTrainingOptions,
  type ReadyTraining,
  type TrainModelOptions,
} from './train-model.ts';
export { exportWeights } from './weights/export-weights.ts';
export { importWeights, type ImportedWeights, type ImportOptions } from './weights/import-weights.ts';
export { weightsCheckpoint } from './weights/weights-checkpoint.ts';
export { bytesBesidesTensors } from './kinds/unet/bytes-besides-tensors.ts';
