export { availableBytes } from './node/available-bytes.ts';
export {
  estimateTraining,
  type EstimateOptions,
  type PartEstimate,
  type TrainingEstimate,
} from './node/estimate-training.ts';
export { convertToFile, convertToRun } from './node/convert.ts';
export {
  exchangeFormats,
  exportFolder,
  exportRun,
  type ExchangeFormat,
  type WeightsPart,
} from './node/export-model.ts';
export {
  checkpointsOf,
  describeRun,
  load,
  readConfig,
  readRunConfig,
  type LoadedModel,
  type LoadOptions,
} from './node/load.ts';
export { readMappedVolumes, type MappedVolumeFromFile } from './node/label-maps.ts';
export { writeModelCard } from './node/model-card.ts';
export { openLog, readLog, type Log } from './node/log.ts';
export { readConditions, type FolderConditions } from './node/participants.ts';
export { labelVolumes, segmentationPath, type LabelledVolume } from './node/run-volumes.ts';
export { readTrainingVolumes } from './node/read-training-volumes.ts';
export { openDataset, type OpenDatasetOptions } from './node/open-dataset.ts';
export { isRunFolder, isUnreportedRun } from './node/is-run-folder.ts';
export { runFolder, type RunFolder } from './node/run-folder.ts';
export { readSidecarConditions } from './node/sidecar-conditions.ts';
export { train } from './node/train.ts';
export type { TrainOptions } from './node/train-options.ts';
export { findVolumes, readVolumes, type VolumeFile, type VolumeFromFile } from './node/volume-folder.ts';
export { openEdit, openInpainting, type InputFile, type InputFiles } from './node/samples/input-files.ts';
export { isSampleFolder } from './node/samples/is-sample-folder.ts';
export { openSampleFolder, sampleStem, seriesOf, type SampleFolder } from './node/samples/sample-folder.ts';
export { writeSamples, type SampleRecord, type WriteSamplesOptions } from './node/samples/write-samples.ts';
