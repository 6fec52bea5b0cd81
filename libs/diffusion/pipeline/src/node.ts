export { availableBytes } from './node/available-bytes.ts';
export {
  estimateTraining,
  type EstimateOptions,
  type PartEstimate,
  type TrainingEstimate,
} from './node/estimate-training.ts';
export { convertToFile, convertToRun, exportRun } from './node/convert.ts';
export { checkpointsOf, load, readConfig, readRunConfig, type LoadedModel, type LoadOptions } from './node/load.ts';
export { openLog, readLog, type Log } from './node/log.ts';
export { readConditions, type FolderConditions } from './node/participants.ts';
export { readTrainingVolumes } from './node/read-training-volumes.ts';
export { runFolder, type RunFolder } from './node/run-folder.ts';
export { readSidecarConditions } from './node/sidecar-conditions.ts';
export { train } from './node/train.ts';
export type { TrainOptions } from './node/train-options.ts';
export { findVolumes, readVolumes, type VolumeFile, type VolumeFromFile } from './node/volume-folder.ts';
export { openSampleFolder, sampleStem, seriesOf, type SampleFolder } from './node/sample-folder.ts';
