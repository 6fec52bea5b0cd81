import { fillSafetensors, parameterShapes, torchTensorsToWrite, type UNetConfig } from '@braingen/unet3d';
import type { UNetDescription } from '../kinds/unet/unet-description.ts';

/** The name under which a .safetensors file holds what sampling needs besides the weights. */
export const descriptionKey = 'braingen';

/**
 * The bytes of a .safetensors file: weights as PyTorch and MONAI name and lay them out.
 *
 * @param description all that sampling needs besides, where it is known; the file says nothing of whom it was trained on, since
 *   it may be for everyone
 */
export function exportWeights(
  values: ReadonlyMap<string, Float32Array>,
  model: UNetConfig,
  description?: UNetDescription,
): Uint8Array {
  const text = JSON.stringify({ format: 'braingen-checkpoint', version: 1, ...description, training: undefined });
  const tensors = torchTensorsToWrite(values, parameterShapes(model));
  return fillSafetensors(tensors, { format: 'pt', ...(description && { [descriptionKey]: text }) });
}
