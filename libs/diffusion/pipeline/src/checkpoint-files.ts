import { bytesSource } from '@braingen/unet3d';
import { z } from 'zod';
import { check } from './config/check.ts';
import { PipelineError } from './error.ts';
import type { CheckpointFiles, TrainedCheckpoint } from './model-kind.ts';
import { parseJson } from './parse-json.ts';

/** The file of a checkpoint that describes it. */
export const descriptionFile = 'checkpoint.json';

/** More than any description has: a larger file is none. */
const largestDescription = 64 * 2 ** 20;

const header: z.ZodType<{ format: string; version: number; kind: string }> = z.looseObject({
  format: z.literal('braingen-checkpoint'),
  version: z.literal(1),
  kind: z.string().default('unet'),
});

/**
 * The description of a checkpoint as its JSON, and the kind of model that can read it.
 *
 * @throws PipelineError of kind 'checkpoint'
 */
export async function readDescription(
  files: CheckpointFiles,
): Promise<{ readonly kind: string; readonly json: unknown; readonly source: string }> {
  const file = files.get(descriptionFile);
  const source = file?.name ?? descriptionFile;
  if (!file || file.size > largestDescription)
    throw new PipelineError('checkpoint', {
      field: source,
      expected: 'the description of a checkpoint',
      found: file ? `${file.size} bytes` : 'none',
    });
  const json = parseJson(new TextDecoder().decode(await file.read(0, file.size)), source);
  const { kind } = check(header, json, source, 'checkpoint');
  return { kind, json, source };
}

/** A state of a training as files in memory. */
export function inMemory(checkpoint: TrainedCheckpoint): CheckpointFiles {
  return new Map([...checkpoint.files()].map(([name, bytes]) => [name, bytesSource(bytes, name)]));
}
