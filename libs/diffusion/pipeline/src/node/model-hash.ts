import { createHash } from 'node:crypto';
import type { CheckpointFiles } from '../model-kind.ts';

/** Bytes read at a time. */
const piece = 1 << 22;

/**
 * What a model is told apart by: SHA-256 of the list that `sha256sum *.json *.safetensors` prints in the folder of its checkpoint,
 * in the order of the names.
 */
export async function modelHash(files: CheckpointFiles): Promise<string> {
  let list = '';
  for (const name of [...files.keys()].sort()) {
    const file = files.get(name)!;
    const hash = createHash('sha256');
    for (let at = 0; at < file.size; at += piece) hash.update(await file.read(at, Math.min(file.size, at + piece)));
    list += `${hash.digest('hex')}  ${name}\n`;
  }
  return createHash('sha256').update(list).digest('hex');
}
