import { parameterShapes, toTorchTensors, writeSafetensors } from '@braingen/unet3d';
import { loadCheckpoint } from '@braingen/unet3d/node';
import { Failure } from '../failure.ts';
import { writeFile } from '../files/atomic.ts';
import { checkpointsOf } from './folder.ts';

/** Writes the weights of a checkpoint, or their moving average, as PyTorch and MONAI name and lay them out. */
export async function exportWeights(
  source: string,
  output: string,
  key: 'weights' | 'ema',
): Promise<{ key: string; tensors: number }> {
  if (!output.endsWith('.safetensors')) throw new Failure(`${output}: expected a name ending in .safetensors`);
  const checkpoint = await loadCheckpoint(await checkpointsOf(source));
  const values = checkpoint[key];
  if (!values)
    throw new Failure(`${source}: expected a moving average of the weights, found none; --raw takes the weights`);
  const tensors = toTorchTensors(values, parameterShapes(checkpoint.description.model));
  await writeFile(output, writeSafetensors(tensors, { format: 'pt' }));
  return { key, tensors: tensors.size };
}
