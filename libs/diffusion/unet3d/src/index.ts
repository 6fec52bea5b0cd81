export { blobSource, bytesSource, type ByteSource } from './checkpoint/byte-source.ts';
export { CheckpointError } from './checkpoint/checkpoint-error.ts';
export {
  decodeCheckpoint,
  descriptionFile,
  encodeCheckpoint,
  openCheckpoint,
  parseDescription,
  type Checkpoint,
  type CheckpointDescription,
  type CheckpointFiles,
  type CheckpointPart,
  type OpenCheckpoint,
} from './checkpoint/checkpoint.ts';
export { inferConfig, type UnstoredConfig } from './checkpoint/infer-config.ts';
export type { KeyGeneration } from './checkpoint/key-generations.ts';
export type { NumberFormat } from './checkpoint/number-formats.ts';
export { noCondition, withoutCondition, type Condition } from './condition.ts';
export { gridMultiple, paperConfig, type CompleteUNetConfig, type CovariateUse, type UNetConfig } from './config.ts';
export { completeConfig } from './complete-config.ts';
export { SafetensorsError } from './checkpoint/safetensors-header.ts';
export {
  fillSafetensors,
  openSafetensors,
  readSafetensors,
  writeSafetensors,
  type NamedTensor,
  type SafetensorsFile,
  type TensorToWrite,
} from './checkpoint/safetensors.ts';
export { readWeight, type StoredTensor, type TensorFile } from './checkpoint/stored-tensor.ts';
export { openTensorFile } from './checkpoint/tensor-file.ts';
export { tracePrediction, type PredictionSize } from './prediction-memory.ts';
export { createUNet, parameterCount, parameterShapes, type UNet, type UNetOptions } from './unet.ts';
export { assignValues, readValues, torchTensorsToWrite, toTorchTensors, type Values } from './checkpoint/weights.ts';
export { openWeights, readWeights, type WeightsFile, type WeightsFileOptions } from './checkpoint/weights-file.ts';
