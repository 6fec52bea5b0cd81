export {
  CheckpointError,
  decodeCheckpoint,
  encodeCheckpoint,
  type Checkpoint,
  type CheckpointDescription,
  type CheckpointFiles,
} from './checkpoint.ts';
export { completeConfig, gridMultiple, paperConfig, type CompleteUNetConfig, type UNetConfig } from './config.ts';
export {
  readSafetensors,
  SafetensorsError,
  writeSafetensors,
  type NamedTensor,
  type SafetensorsFile,
} from './safetensors.ts';
export { createUNet, parameterCount, parameterShapes, type Condition, type UNet } from './unet.ts';
export {
  assignValues,
  fromTorchTensors,
  readValues,
  toTorchTensors,
  type TorchTensors,
  type Values,
} from './weights.ts';
