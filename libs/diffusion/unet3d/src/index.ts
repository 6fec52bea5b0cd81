export {
  CheckpointError,
  decodeCheckpoint,
  encodeCheckpoint,
  type Checkpoint,
  type CheckpointDescription,
  type CheckpointFiles,
} from './checkpoint/checkpoint.ts';
export { noCondition, withoutCondition, type Condition } from './condition.ts';
export {
  completeConfig,
  gridMultiple,
  paperConfig,
  type CompleteUNetConfig,
  type CovariateUse,
  type UNetConfig,
} from './config.ts';
export {
  readSafetensors,
  SafetensorsError,
  writeSafetensors,
  type NamedTensor,
  type SafetensorsFile,
} from './checkpoint/safetensors.ts';
export { createUNet, parameterCount, parameterShapes, type UNet, type UNetOptions } from './unet.ts';
export {
  assignValues,
  fromTorchTensors,
  readValues,
  toTorchTensors,
  type TorchTensors,
  type Values,
} from './checkpoint/weights.ts';
