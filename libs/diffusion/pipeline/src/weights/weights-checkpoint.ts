import { encodeUNet } from '../kinds/unet/encode-unet.ts';
import type { TrainedCheckpoint } from '../model-kind.ts';
import type { ImportedWeights } from './import-weights.ts';

/** Imported weights as a checkpoint: it samples, and a training can start with it. */
export function weightsCheckpoint({
  description,
  values,
}: Pick<ImportedWeights, 'description' | 'values'>): TrainedCheckpoint {
  return { step: description.step, files: () => encodeUNet({ description, weights: values }) };
}
