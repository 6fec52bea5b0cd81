import type { Volume } from '@braingen/volume';
import { inMemory } from '../checkpoint-files.ts';
import type { RunConfig } from '../config/run-config.ts';
import { openModel } from '../model.ts';
import type { TrainedCheckpoint } from '../model-kind.ts';

/** Enough to see where a training stands. */
const mostSteps = 20;

/** A volume sampled from a checkpoint of a training under way: of the same noise each time, so that checkpoints compare. */
export async function samplePreview(
  checkpoint: TrainedCheckpoint,
  { seed, sampling }: Pick<RunConfig, 'seed' | 'sampling'>,
): Promise<Volume> {
  const model = await openModel(inMemory(checkpoint));
  try {
    const [{ volume }] = await model.sample({ count: 1, seed, steps: Math.min(sampling.steps, mostSteps) });
    return volume;
  } finally {
    model.dispose();
  }
}
