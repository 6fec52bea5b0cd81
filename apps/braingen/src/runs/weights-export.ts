import {
  fillSafetensors,
  parameterShapes,
  torchTensorsToWrite,
  type CheckpointDescription,
  type UNetConfig,
} from '@braingen/unet3d';
import { withCheckpoint } from '@braingen/unet3d/node';
import { Failure } from '../failure.ts';
import { writeFile } from '../files/atomic.ts';
import { checkpointsOf } from './folder.ts';

/** The name under which a .safetensors file holds what sampling needs besides the weights. */
export const descriptionKey = 'braingen';

/** Writes the weights of a checkpoint, or their moving average, as PyTorch and MONAI name and lay them out. */
export async function exportWeights(
  source: string,
  output: string,
  part: 'weights' | 'ema',
): Promise<{ part: string; tensors: number }> {
  const { description, values } = await withCheckpoint(await checkpointsOf(source), async (checkpoint) => {
    if (!checkpoint.has(part))
      throw new Failure(`${source}: expected a moving average of the weights, found none; --raw takes the weights`);
    return { description: checkpoint.description, values: await checkpoint.read(part) };
  });
  await writeWeights(output, values, description.model, description);
  return { part, tensors: values.size };
}

/**
 * Writes weights as PyTorch and MONAI name and lay them out.
 *
 * @param description all that sampling needs besides, where it is known; without whom it was learnt from, since the file may
 *   be for everyone
 */
export async function writeWeights(
  output: string,
  values: ReadonlyMap<string, Float32Array>,
  model: UNetConfig,
  description: CheckpointDescription | undefined,
): Promise<void> {
  const text = JSON.stringify({ format: 'braingen-checkpoint', version: 1, ...description, training: undefined });
  const tensors = torchTensorsToWrite(values, parameterShapes(model));
  await writeFile(output, fillSafetensors(tensors, { format: 'pt', ...(description && { [descriptionKey]: text }) }));
}
