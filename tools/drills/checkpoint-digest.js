// What trainings are compared by: the bits of all that a checkpoint holds.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const parts = ['model', 'ema', 'adam-mean', 'adam-square'].map((part) => `${part}.safetensors`);

/** Where the checkpoint of a step lies in a run folder. */
export const checkpointAt = (step) => `checkpoints/step-${String(step).padStart(8, '0')}`;

/** Of all weights and moments after a step. */
export function digestAt(run, step) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(readFileSync(join(run, checkpointAt(step), part)));
  return hash.digest('hex');
}
