import type { TrainingState } from '@braingen/trainer';
import {
  fillSafetensors,
  openWeights,
  parameterShapes,
  readWeights,
  torchTensorsToWrite,
  type UNetConfig,
  type Values,
} from '@braingen/unet3d';
import type { CheckpointFiles } from '../../model-kind.ts';

/** What resuming needs besides the average, which is the stage's own file. */
const parts = ['weights', 'mean', 'square'] as const;

const fileOf = (stage: string, part: string): string => `${stage}.state-${part}.safetensors`;

/** The files that a stage's training goes on from, with the steps taken in their metadata. */
export function* encodeState(
  stage: string,
  network: UNetConfig,
  { step, weights, moments }: TrainingState,
): Generator<[name: string, bytes: Uint8Array]> {
  const values: Record<(typeof parts)[number], Values> = { weights, ...moments };
  const shapes = parameterShapes(network);
  for (const part of parts)
    yield [fileOf(stage, part), fillSafetensors(torchTensorsToWrite(values[part], shapes), { step: String(step) })];
}

/** A stage's training as far as a checkpoint has it; undefined where it had not begun. */
export async function readState(
  files: CheckpointFiles,
  stage: string,
  network: UNetConfig,
): Promise<TrainingState | undefined> {
  if (!files.has(fileOf(stage, 'weights'))) return undefined;
  const read = async (name: string): Promise<{ values: Values; step: number }> => {
    const source = files.get(name);
    if (!source) throw new RangeError(`checkpoint: expected ${name}, found none`);
    const file = await openWeights(source);
    return { values: await readWeights(file, network), step: Number(file.metadata['step']) };
  };
  const [weights, mean, square] = await Promise.all(parts.map((part) => read(fileOf(stage, part))));
  const ema = await read(`${stage}.safetensors`);
  return {
    step: weights.step,
    weights: weights.values,
    ema: ema.values,
    moments: { mean: mean.values, square: square.values },
  };
}
