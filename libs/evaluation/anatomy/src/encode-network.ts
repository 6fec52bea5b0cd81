import { fillSafetensors, parameterShapes, torchTensorsToWrite, type Values } from '@braingen/unet3d';
import { networkConfig } from './network.ts';

/** Trained weights as the file that `openNetwork` reads: safetensors in float16. @param about texts for its header */
export function encodeNetwork(weights: Values, about: Readonly<Record<string, string>>): Uint8Array {
  const tensors = torchTensorsToWrite(weights, parameterShapes(networkConfig));
  return fillSafetensors(tensors, { format: 'pt', ...about }, 'F16');
}
