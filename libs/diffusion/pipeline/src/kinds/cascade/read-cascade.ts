import { decodeCascade, type CascadeCheckpoint } from '@braingen/cascade';
import { descriptionFile } from '@braingen/unet3d';
import type { CheckpointFiles } from '../../model-kind.ts';

/** The cascade among a checkpoint's files. */
export async function readCascade(files: CheckpointFiles): Promise<CascadeCheckpoint> {
  const bytes = new Map<string, Uint8Array>();
  for (const [name, source] of files) {
    // What only resuming needs is left where it is. A source may overwrite what it gave; tensors are views of it.
    if (name !== descriptionFile && !name.includes('.state-'))
      bytes.set(name, Uint8Array.from(await source.read(0, source.size)));
  }
  return decodeCascade(bytes);
}
