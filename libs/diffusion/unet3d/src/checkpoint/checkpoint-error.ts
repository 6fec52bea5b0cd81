import { BraingenError } from '@braingen/volume';

/** A checkpoint, or a file of weights, that must not be trusted: names the file, what was expected and what was found. */
export class CheckpointError extends BraingenError {
  static override readonly brand: symbol = Symbol.for('@braingen/unet3d/CheckpointError');
  override readonly name = 'CheckpointError';
  readonly blames = 'input';
}

/** Does something with a file and puts the file's name before what goes wrong. */
export function naming<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw named(file, error);
  }
}

/** The same for what takes its time. */
export async function namingLater<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw named(file, error);
  }
}

function named(file: string, error: unknown): unknown {
  // What the operating system says names the file already.
  if (!(error instanceof Error) || 'code' in error || error.message.startsWith(`${file}: `)) return error;
  return new CheckpointError(`${file}: ${error.message}`, { cause: error });
}
