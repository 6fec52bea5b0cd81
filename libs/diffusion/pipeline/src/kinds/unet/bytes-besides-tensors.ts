import { parameterCount, type UNetConfig } from '@braingen/unet3d';

/** The heap of JavaScript as it grows during a training, and scratch of the kernels. */
const overhead = 40 * 2 ** 20;

/** Weights, average and moments, copied out of the engine for a checkpoint, and one more set as it is written. */
const copiesOfWeights = 5;

/** What a training takes besides the tensors that `traceTraining` of @braingen/trainer counts. */
export const bytesBesidesTensors = (network: UNetConfig): number =>
  copiesOfWeights * 4 * parameterCount(network) + overhead;
