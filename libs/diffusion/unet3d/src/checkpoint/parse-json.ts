import { CheckpointError } from './checkpoint-error.ts';
import { quoted } from './quoted.ts';

/** @throws CheckpointError, on one line, where a text is no JSON */
export function parseJson(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch (error) {
    // It quotes the text around the fault, with its ends of lines.
    throw new CheckpointError(`expected the JSON of a checkpoint, found: ${quoted((error as Error).message)}`, {
      cause: error,
    });
  }
}
